package dev.hopwise.sample.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.traceql.TraceQl;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowScopeTest {

  @Test
  void saysServiceRouteAndAttributesAsTraceQl() {
    WindowScope scope = WindowScope.ofSpan("shop", "/cart/{id}", Map.of("tenant.id", "acme"));
    assertThat(scope.traceQl())
        .isEqualTo(
            "{ ((resource.service.name = \"shop\") && (span.http.route = \"/cart/{id}\"))"
                + " && (.tenant.id = \"acme\") }");
  }

  @Test
  void asksForNothingWhereNothingIsGiven() {
    assertThat(WindowScope.ofSpan("", "", Map.of()).traceQl()).isEqualTo("{ }");
  }

  @Test
  void cannotBeBrokenOutOfByOddTexts() {
    WindowScope scope =
        WindowScope.ofSpan("a\" || true }\n", "\\", Map.of("k \"e\\y", "`v`", "} || {", "x"));
    assertThat(TraceQl.parse(scope.traceQl()).toString()).isEqualTo(scope.traceQl());
  }
}
