package dev.hopwise.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.measure.MeasureLimits;
import dev.hopwise.measure.Metric;
import dev.hopwise.server.telemetry.TelemetryMetrics;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsDocTest {

  @Test
  void isWhatTheDocumentSays() throws IOException {
    Path document = Path.of(System.getProperty("hopwise.root"), "docs", "metrics.md");
    assertThat(document)
        .as("generated: ./hopwise metrics-doc > docs/metrics.md")
        .hasContent(MetricsDoc.text().stripTrailing());
    assertThat(Files.readString(document)).endsWith("|\n");
  }

  @Test
  void listsEveryMetricThatIsDeclared() throws IllegalAccessException {
    assertThat(ServerMetrics.ALL).isEqualTo(declaredIn(ServerMetrics.class));
    assertThat(TelemetryMetrics.ALL).isEqualTo(declaredIn(TelemetryMetrics.class));
  }

  private static List<Object> declaredIn(Class<?> type) throws IllegalAccessException {
    List<Object> declared = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == Metric.class) {
        field.setAccessible(true);
        declared.add(field.get(null));
      }
    }
    return declared;
  }

  @Test
  void theLimitsInItsTextAreTheDefaults() {
    MeasureLimits limits = MeasureLimits.DEFAULT;
    assertThat(MetricsDoc.text().replaceAll("\\s+", " "))
        .contains(
            "%d services, %d span names and %d series a service, %,d series, %,d edges. The first %d names"
                .formatted(
                    limits.servicesMax(),
                    limits.namesMax(),
                    limits.serviceSeriesMax(),
                    limits.seriesMax(),
                    limits.edgesMax(),
                    limits.plainNamesMax()))
        .contains("At most %,d spans wait".formatted(limits.pendingSpansMax()))
        .contains("cut at %d bytes".formatted(limits.labelBytesMax()));
  }
}
