package dev.hopwise.server.api;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.PolicyParser;
import dev.hopwise.sample.PolicyResult;
import dev.hopwise.server.trial.PolicyTrials;
import dev.hopwise.server.trial.TrialRange;
import dev.hopwise.server.trial.TrialReport;
import dev.hopwise.store.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// A draft of a policy, tried on the last minutes.
///
/// Each runs on a thread of its own, since it computes all the time and, unlike a query, must not
/// be interrupted while it reads the journal.
public final class PolicyTrialRoutes {

  private static final String PATH = "/api/v1/policy/simulate";

  /// What is looked at where nothing is said.
  private static final Duration RANGE = Duration.ofMinutes(10);

  /// Well above what a trial takes.
  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);

  private final PolicyTrials trials;
  private final InstantSource clock;

  public PolicyTrialRoutes(PolicyTrials trials, InstantSource clock) {
    this.trials = trials;
    this.clock = clock;
  }

  /// Mounts them on the UI's port.
  public void addTo(ServerBuilder server) {
    server.route().post(PATH).maxRequestLength(PolicyRoutes.BODY_BYTES_MAX).build(this::simulate);
  }

  private HttpResponse simulate(ServiceRequestContext context, HttpRequest request) {
    context.setRequestTimeout(ANSWER_MAX);
    AtomicBoolean cancelled = new AtomicBoolean();
    var _ = context.whenRequestCancelling().thenRun(() -> cancelled.set(true));
    Parameters parameters = new Parameters(context);
    return HttpResponse.of(
        request.aggregate().thenCompose(whole -> onItsThread(whole, parameters, cancelled::get)));
  }

  private CompletableFuture<HttpResponse> onItsThread(
      AggregatedHttpRequest request, Parameters parameters, BooleanSupplier cancelled) {
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    var _ =
        Thread.ofPlatform()
            .daemon()
            .name("policy-trial")
            .start(() -> answer.complete(answer(request, parameters, cancelled)));
    return answer;
  }

  private HttpResponse answer(
      AggregatedHttpRequest request, Parameters parameters, BooleanSupplier cancelled) {
    try {
      return PolicyRoutes.isYaml(request)
          ? switch (PolicyParser.parse(PolicyRoutes.text(request))) {
            case PolicyResult.Accepted(Policy draft) -> simulate(draft, parameters, cancelled);
            case PolicyResult.Refused refused -> Problem.badPolicy(refused.problems());
          }
          : Problem.unsupportedMediaType("the body has to be application/yaml");
    } catch (IOException | RuntimeException | Error problem) {
      return Problem.of(problem);
    }
  }

  private HttpResponse simulate(Policy draft, Parameters parameters, BooleanSupplier cancelled)
      throws IOException {
    Instant now = clock.instant();
    TimeRange range = parameters.range(now.minus(RANGE), now);
    Optional<TrialReport> report =
        trials.run(draft, new TrialRange(range.fromEpochNanos(), range.toEpochNanos()), cancelled);
    return report.isPresent()
        ? Json.ok(json -> PolicyTrialJson.write(json, report.get()))
        : Problem.tooMany(
            "Too many simulations", "another simulation is under way; try again soon", 1);
  }
}
