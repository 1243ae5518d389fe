package dev.hopwise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A span that a client says it ended.
record SentSpan(String traceId, String spanId, String name) {

  /// Reads "traceId spanId name" as the sending programs print it.
  static List<SentSpan> parse(List<String> lines) {
    return lines.stream()
        .filter(line -> line.matches("[0-9a-f]{32} [0-9a-f]{16} .*"))
        .map(
            line -> new SentSpan(line.substring(0, 32), line.substring(33, 49), line.substring(50)))
        .toList();
  }

  /// Asserts that the server has exactly these spans of these traces, by id and name.
  static void assertArrived(HopwiseProcess server, List<SentSpan> sent) throws Exception {
    Map<String, Set<SentSpan>> byTrace =
        sent.stream().collect(Collectors.groupingBy(SentSpan::traceId, Collectors.toSet()));
    for (Map.Entry<String, Set<SentSpan>> trace : byTrace.entrySet()) {
      Eventually.passes(
          Duration.ofSeconds(10),
          () -> assertThat(found(server, trace.getKey())).isEqualTo(trace.getValue()));
    }
  }

  private static Set<SentSpan> found(HopwiseProcess server, String traceId) {
    Set<SentSpan> found = new HashSet<>();
    for (JsonNode span : server.json("/api/v1/traces/" + traceId).get("spans")) {
      found.add(new SentSpan(traceId, span.get("spanId").asText(), span.get("name").asText()));
    }
    return found;
  }
}
