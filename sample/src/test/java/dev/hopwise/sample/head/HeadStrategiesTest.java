package dev.hopwise.sample.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.sample.HeadPolicy;
import dev.hopwise.traceql.TraceQl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadStrategiesTest {

  private static final HeadPolicy POLICY =
      new HeadPolicy(
          0.2,
          services(
              "gateway", new HeadPolicy.Service(0.5, names("GET /healthz", 0.0, "sync", 1.0))));

  private final Set<List<String>> calls =
      Set.of(List.of("gateway", "orders"), List.of("gateway", "payments"));
  private final List<HeadWindow> windows = new ArrayList<>();
  private double factor = 1;
  private final HeadStrategies strategies =
      new HeadStrategies(
          () -> POLICY,
          () -> windows,
          (caller, callee) -> calls.contains(List.of(caller, callee)),
          () -> factor);

  @Test
  void tellsEachServiceWhatThePolicySays() {
    assertThat(strategies.of("gateway"))
        .isEqualTo(new HeadStrategy(0.5, names("GET /healthz", 0.0, "sync", 1.0)));
    assertThat(strategies.of("orders")).isEqualTo(new HeadStrategy(0.2, names()));
    assertThat(strategies.of("")).isEqualTo(new HeadStrategy(0.2, names()));
  }

  @Test
  void lowersEverythingByTheBudgetsFactor() {
    factor = 0.5;
    assertThat(strategies.of("gateway"))
        .isEqualTo(new HeadStrategy(0.25, names("GET /healthz", 0.0, "sync", 0.5)));
  }

  @Test
  void raisesEveryServiceFromWhichAWindowsServiceIsReached() {
    open("{ resource.service.name = \"payments\" && span.http.route = \"/pay\" }", 0.8);
    assertThat(strategies.of("payments").probability()).isEqualTo(0.8);
    assertThat(strategies.of("gateway"))
        .isEqualTo(new HeadStrategy(0.8, names("GET /healthz", 0.8, "sync", 1.0)));
    assertThat(strategies.of("orders").probability()).isEqualTo(0.2);
    windows.clear();
    assertThat(strategies.of("payments").probability()).isEqualTo(0.2);
  }

  @Test
  void raisesOnlyTheServiceThatAWindowNamesAsTheFirst() {
    open("{ rootServiceName = \"payments\" }", 0.8);
    assertThat(strategies.of("payments").probability()).isEqualTo(0.8);
    assertThat(strategies.of("gateway").probability()).isEqualTo(0.5);
  }

  @Test
  void raisesOnlyTheSpanNameThatAWindowNamesAndWhatItIsCalledAtItsStart() {
    open("{ trace:rootService = \"gateway\" && \"GET /cart\" = rootName && status = error }", 1);
    assertThat(strategies.of("gateway"))
        .isEqualTo(
            new HeadStrategy(
                0.5, names("GET /healthz", 0.0, "sync", 1.0, "GET /cart", 1.0, "GET", 1.0)));
    assertThat(strategies.of("orders")).isEqualTo(new HeadStrategy(0.2, names()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ }",
        "{ status = error }",
        "{ resource.service.name = \"payments\" || status = error }",
        "{ resource.service.name != \"payments\" }",
        "{ resource.service.name =~ \"pay.*\" }",
        "{ resource.service.name = \"payments\" } || { status = error }",
        "{ span.service.name = \"payments\" }",
        "{ name = \"GET /cart\" }",
      })
  void raisesEveryServiceWhereAWindowLeavesOpenWhichOneItIsAbout(String scope) {
    open(scope, 0.7);
    assertThat(strategies.of("orders").probability()).isEqualTo(0.7);
    assertThat(strategies.of("gateway").probability()).isEqualTo(0.7);
    assertThat(strategies.of("").probability()).isEqualTo(0.7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ resource.service.name = \"payments\" } && { status = error }",
        "{ status = error } >> { resource.service.name = \"payments\" }",
        "{ status = error } !>> { resource.service.name = \"payments\" }",
        "({ resource.service.name = \"payments\" }) | count() > 2",
        "{ duration > 1s && (kind = server && resource.service.name = \"payments\") } | by(name)",
      })
  void findsTheServiceWhereverTheScopeDemandsIt(String scope) {
    open(scope, 0.7);
    assertThat(strategies.of("payments").probability()).isEqualTo(0.7);
    assertThat(strategies.of("orders").probability()).isEqualTo(0.2);
  }

  @Test
  void takesTheHighestOfSeveralWindowsAndNeverLowers() {
    open("{ }", 0.3);
    open("{ rootServiceName = \"orders\" }", 0.1);
    open("{ rootServiceName = \"orders\" && rootName = \"job\" }", 0.9);
    assertThat(strategies.of("gateway").probability()).isEqualTo(0.5);
    assertThat(strategies.of("orders")).isEqualTo(new HeadStrategy(0.3, names("job", 0.9)));
  }

  @Test
  void windowsAreNotLoweredByTheBudget() {
    factor = 0.1;
    open("{ rootServiceName = \"orders\" }", 0.9);
    assertThat(strategies.of("orders").probability()).isEqualTo(0.9);
  }

  private void open(String scope, double rate) {
    windows.add(new HeadWindow(TraceQl.parse(scope), rate));
  }

  private static SequencedMap<String, HeadPolicy.Service> services(
      String name, HeadPolicy.Service service) {
    return new LinkedHashMap<>(Map.of(name, service));
  }

  private static SequencedMap<String, Double> names(Object... pairs) {
    SequencedMap<String, Double> names = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      names.put((String) pairs[i], (Double) pairs[i + 1]);
    }
    return names;
  }
}
