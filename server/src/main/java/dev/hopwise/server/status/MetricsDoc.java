package dev.hopwise.server.status;

import dev.hopwise.measure.MeasureMetrics;
import dev.hopwise.measure.Metric;
import java.util.List;

/// Writes `docs/metrics.md` from the declarations.
public final class MetricsDoc {

  private static final String HEAD =
      """
      # Metrics

      Generated from `ServerMetrics.java` and `MeasureMetrics.java`; a test compares the two (`./hopwise metrics-doc` prints it anew).

      `GET /metrics` on the UI's port answers OpenMetrics 1.0 where the `Accept` header prefers it, else the classic text 0.0.4. A histogram
      has `_bucket`, `_sum` and `_count` behind its name. All counters start at zero with the process.

      ## What is measured

      Every accepted span, before sampling, at the moment it is received: also those whose trace is then not kept. Spans that a restart replays from
      the journal were measured by the process before it and are left out. A request that a sender repeats because it got no answer counts
      again.

      - **Weight.** A span whose trace state carries `ot=th:…` (or the older `ot=p:…`) counts as many times as its head sampler says, at most a
        million; where that is not a whole number it is rounded up or down at random with the mean kept.
      - **Exemplars** stand in OpenMetrics on `traces_spanmetrics_latency_bucket`, under `trace_id`: the last span of a bucket whose trace the store has
        taken, for ten minutes. Prometheus keeps them only with `--enable-feature=exemplar-storage`.
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

      """;

  private MetricsDoc() {}

  /// The whole document.
  public static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    table(text, "Measured", MeasureMetrics.ALL);
    text.append('\n');
    table(text, "The server itself", ServerMetrics.ALL);
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
