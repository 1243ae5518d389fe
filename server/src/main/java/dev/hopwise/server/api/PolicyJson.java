package dev.hopwise.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hopwise.sample.Budget;
import dev.hopwise.sample.EngineState;
import dev.hopwise.sample.EngineState.BudgetState;
import dev.hopwise.sample.EngineState.RuleState;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.PolicyProblem;
import dev.hopwise.sample.PolicyText;
import dev.hopwise.sample.Rule;
import dev.hopwise.server.policy.PolicyView;
import dev.hopwise.server.policy.RejectedPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The answer of `/api/v1/policy`.
final class PolicyJson {

  private final JsonGenerator json;

  private PolicyJson(JsonGenerator json) {
    this.json = json;
  }

  static void write(JsonGenerator json, PolicyView view, EngineState state) throws IOException {
    PolicyJson answer = new PolicyJson(json);
    json.writeStartObject();
    json.writeStringField("source", view.source().text());
    json.writeStringField("file", view.file().map(Object::toString).orElse(null));
    json.writeNumberField("generation", state.policyGeneration());
    json.writeStringField("since", view.since().toString());
    json.writeStringField("yaml", view.yaml());
    answer.rules(view.policy(), state);
    answer.budget(view.policy().budget(), state.budgets());
    answer.rejected(view.rejected().orElse(null));
    json.writeEndObject();
  }

  /// Each with its place.
  static void problems(JsonGenerator json, List<PolicyProblem> problems) throws IOException {
    json.writeArrayFieldStart("problems");
    for (PolicyProblem problem : problems) {
      json.writeStartObject();
      json.writeNumberField("line", problem.line());
      json.writeNumberField("column", problem.column());
      json.writeStringField("detail", problem.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// The policy's rules in their order, then what is kept by none of them.
  private void rules(Policy policy, EngineState state) throws IOException {
    Map<String, RuleState> byName =
        state.rules().stream()
            .collect(Collectors.toMap(RuleState::rule, Function.identity(), (a, _) -> a));
    json.writeArrayFieldStart("rules");
    for (Rule rule : policy.rules()) {
      rule(rule.name(), rule, byName.remove(rule.name()));
    }
    for (RuleState other : byName.values()) {
      rule(other.rule(), null, other);
    }
    json.writeEndArray();
  }

  private void rule(String name, @Nullable Rule rule, @Nullable RuleState state)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("when", rule == null || rule.when() == null ? null : rule.when().text());
    json.writeArrayFieldStart("tenants");
    for (String tenant : rule == null ? List.<String>of() : rule.tenants()) {
      json.writeString(tenant);
    }
    json.writeEndArray();
    json.writeStringField("sample", rule == null ? null : PolicyText.of(rule.sample()));
    json.writeNumberField("matched", state == null ? 0 : state.matched());
    json.writeNumberField("matchedSpans", state == null ? 0 : state.matchedSpans());
    json.writeNumberField("kept", state == null ? 0 : state.kept());
    json.writeNumberField("keptSpans", state == null ? 0 : state.keptSpans());
    json.writeNumberField("keptBytes", state == null ? 0 : state.keptBytes());
    json.writeNumberField("matchedPerSecond", state == null ? 0 : state.matchedPerSecond());
    json.writeNumberField("keptPerSecond", state == null ? 0 : state.keptPerSecond());
    json.writeEndObject();
  }

  private void budget(Budget budget, List<BudgetState> states) throws IOException {
    json.writeObjectFieldStart("budget");
    budgetFields(budget.total(), find(states, "total", ""));
    budgets("tenants", "tenant", budget.tenants(), states);
    budgets("services", "service", budget.services(), states);
    json.writeEndObject();
  }

  private void budgets(
      String field, String scope, Map<String, Budget.Limit> limits, List<BudgetState> states)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Map.Entry<String, Budget.Limit> each : limits.entrySet()) {
      json.writeStartObject();
      json.writeStringField("name", each.getKey());
      budgetFields(each.getValue(), find(states, scope, each.getKey()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// Limits that are infinite are null; so is what nobody counts because nothing is limited.
  private void budgetFields(Budget.Limit limit, @Nullable BudgetState state) throws IOException {
    number("spansPerSecond", limit.spansPerSecond());
    number("bytesPerDay", limit.bytesPerDay());
    json.writeNumberField("baselineFactor", state == null ? 1 : state.baselineFactor());
    json.writeNumberField("errorFactor", state == null ? 1 : state.errorFactor());
    number("storedSpansPerSecond", state == null ? Double.NaN : state.storedSpansPerSecond());
    number("storedBytesPerSecond", state == null ? Double.NaN : state.storedBytesPerSecond());
  }

  private static @Nullable BudgetState find(List<BudgetState> states, String scope, String name) {
    return states.stream()
        .filter(state -> state.scope().equals(scope) && state.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private void number(String field, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(field, value);
    } else {
      json.writeNullField(field);
    }
  }

  private void rejected(@Nullable RejectedPolicy rejected) throws IOException {
    if (rejected == null) {
      json.writeNullField("rejected");
      return;
    }
    json.writeObjectFieldStart("rejected");
    json.writeStringField("source", rejected.source().text());
    json.writeStringField("since", rejected.since().toString());
    problems(json, rejected.problems());
    json.writeEndObject();
  }
}
