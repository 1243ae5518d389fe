package dev.hopwise.server.status;

import dev.hopwise.measure.MeasureMetrics;
import dev.hopwise.measure.Metric;
import dev.hopwise.server.telemetry.TelemetryMetrics;
import java.util.List;

/// Writes `docs/metrics.md` from the declarations.
public final class MetricsDoc {

  private static final String HEAD =
      """
      # Metrics

      Generated from `ServerMetrics.java`, `TelemetryMetrics.java` and `MeasureMetrics.java`; a test compares the two (`./hopwise metrics-doc` prints it anew).

      `GET /metrics` on the UI's port answers Prometheus's protobuf or OpenMetrics 1.0 where the `Accept` header prefers one of them, else the classic
      text 0.0.4; compressed where the client accepts it. In the texts a histogram has `_bucket`, `_sum` and `_count` behind its name. In protobuf it has those
      buckets and, as a native histogram of schema 4, exponential ones: a quantile that Prometheus computes from these lies in the true quantile's bucket, which
      is 4.4 % wide. Prometheus asks for protobuf with `--enable-feature=native-histograms`, and then queries go to the bare name, as
      `histogram_quantile(0.95, traces_spanmetrics_latency)`. All counters start at zero with the process.

      ## What is measured

      Every accepted span, before sampling, at the moment it is received: also those whose trace is then not kept. Spans that a restart replays from
      the journal were measured by the process before it and are left out. A request that a sender repeats because it got no answer counts
      again.

      - **Weight.** A span whose trace state carries `ot=th:…` (or the older `ot=p:…`) counts as many times as its head sampler says, at most a
        million; where that is not a whole number it is rounded up or down at random with the mean kept.
      - **Exemplars** stand in OpenMetrics and protobuf on the buckets of `traces_spanmetrics_latency`, under `trace_id` and `span_id`: the last span of a
        bucket whose trace the store has taken, for ten minutes, unless retention has given up all that is as old. Every five seconds up to 32 of them are looked up in
        the store, in turns; one that is not there is withdrawn and counted in `hopwise_exemplars_dead_total`. Prometheus keeps exemplars only with
        `--enable-feature=exemplar-storage`.
      - **Labels.** `span_kind` and `status_code` are written as `SPAN_KIND_SERVER` and `STATUS_CODE_ERROR`. A service without `service.name` is
        `unknown_service`. Names are cut at 160 bytes. A negative duration counts as 0.
      - **Limits.** 500 services, 200 span names and 500 series a service, 10,000 series, 2,000 edges. The first 100 names of a service stand as they
        are; ids in later ones become `{id}` (UUIDs, words of digits, hexadecimal words of eight and more, words with four digits and more). What
        then finds no place counts under the name `(other)` of its service, with its kind and status. Each service this happens to is named in
        `hopwise_measure_folded_names`.

      ## The service graph

      A CLIENT or PRODUCER span and the SERVER or CONSUMER span that is its child make a request from one service to the other, in whichever order they
      arrive within 10 s; spans of old Zipkin libraries that share one id are paired too. `connection_type` is empty for a call and `messaging_system` where
      a PRODUCER or CONSUMER takes part.

      | Seen | Edge | `connection_type` |
      |---|---|---|
      | CLIENT with `db.namespace`, `db.name`, `db.system.name` or `db.system` | at once, to the first of `peer.service`, `server.address`, `net.peer.name`, `network.peer.address`, `net.sock.peer.addr`, and then those four | `database` |
      | CLIENT whose server did not come | to the first of `peer.service` … `net.sock.peer.addr` | `virtual_node` |
      | PRODUCER whose consumer did not come | to `messaging.destination.name`, else as a CLIENT | `messaging_system` |
      | SERVER without a parent | from `user` | `virtual_node` |

      At most 65,536 spans wait at a time. Edges carry no exemplars yet.

      ## Push

      Where nothing can scrape, `push.otlp.endpoint` and `push.remote-write.endpoint` name receivers that are sent all metrics every `push.interval`. What
      waits is bounded by `push.queue-bytes`; 429 and 5xx (of OTLP 429, 502, 503, 504) are tried again for up to five minutes, with waits that double from half a second to 30 s and
      are never shorter than `Retry-After`. What is not delivered is counted by reason: `queue-full`, `refused`, `rejected` (taken in part), `unanswered`, `stopped`.
      Counters are cumulative, so that the next round tells what one has lost. An exemplar is sent once.

      - **OTLP** (HTTP, protobuf, gzip): cumulative sums and exponential histograms of scale 4 that start with the process, under `service.name` `hopwise`. Spans are
        `traces.span.metrics.calls` and `traces.span.metrics.duration` in seconds with the attributes `service.name`, `span.name`, `span.kind` and `status.code`, as the Collector's
        connector names them; all else keeps its name.
      - **Remote write** 2.0, and 1.0 to a receiver that answers 415, or success without saying what it wrote: names and labels as on `/metrics`, `job` `hopwise`,
        `instance` as `push.instance` says, native histograms, exemplars.

      """;

  private MetricsDoc() {}

  /// The whole document.
  public static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    table(text, "Measured", MeasureMetrics.ALL);
    text.append('\n');
    table(text, "The server itself", ServerMetrics.ALL);
    text.append('\n');
    table(text, "The server at work", TelemetryMetrics.ALL);
    return text.toString();
  }

  private static void table(StringBuilder text, String title, List<Metric> metrics) {
    text.append("## ").append(title).append("\n\n");
    text.append("| Metric | Type | Labels | What it says |\n|---|---|---|---|\n");
    for (Metric metric : metrics) {
      text.append("| `").append(metric.queryName()).append("` | ").append(metric.type().text());
      text.append(" | ");
      text.append(
          metric.labels().isEmpty() ? "–" : "`" + String.join("`, `", metric.labels()) + "`");
      text.append(" | ").append(metric.help()).append(" |\n");
    }
  }
}
