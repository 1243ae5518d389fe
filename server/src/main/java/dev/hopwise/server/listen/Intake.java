package dev.hopwise.server.listen;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.stream.SubscriptionOption;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.hopwise.receive.DecodeResult.Fault;
import dev.hopwise.server.ingest.Balance;
import dev.hopwise.server.ingest.IngestOutcome;
import dev.hopwise.server.ingest.IngestPipeline;
import dev.hopwise.server.ingest.IngestRequest;
import dev.hopwise.server.ingest.RequestFault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/// What all protocols share: body in, outcome out, budget and refused requests accounted for.
public final class Intake {

  private final IngestPipeline pipeline;
  private final Balance balance;
  private final ByteBudget budget;
  private final int bodyBytesMax;
  private final Duration waitMax;
  private final LongConsumer answeredNanos;
  private final BodyPool pool;

  /// @param bodyBytesMax of a body as it travels
  /// @param waitMax how long a body may wait for room in the budget
  /// @param answeredNanos is told how long each request took, from its head to its outcome
  public Intake(
      IngestPipeline pipeline,
      Balance balance,
      ByteBudget budget,
      int bodyBytesMax,
      Duration waitMax,
      LongConsumer answeredNanos) {
    this.pipeline = pipeline;
    this.balance = balance;
    this.budget = budget;
    this.bodyBytesMax = bodyBytesMax;
    this.waitMax = waitMax;
    this.pool = new BodyPool(budget);
    this.answeredNanos = answeredNanos;
  }

  /// Makes the pipeline's request of a body, or says what is wrong with its frame.
  @FunctionalInterface
  interface Framing {
    IngestRequest frame(byte[] bytes, int length) throws FrameException;
  }

  /// Collects the body and sends it through the pipeline. The future completes exceptionally when
  /// the sender went away or the frame is wrong.
  CompletableFuture<IngestOutcome> take(
      ServiceRequestContext context, HttpRequest request, Framing framing) {
    long begunNanos = System.nanoTime();
    long announcedBytes = request.headers().contentLength();
    BodyCollector collector =
        new BodyCollector(bodyBytesMax, announcedBytes, budget, pool, context.eventLoop(), waitMax);
    request.subscribe(collector, context.eventLoop(), SubscriptionOption.WITH_POOLED_OBJECTS);
    return collector
        .result()
        .thenCompose(body -> send(body, framing))
        .whenComplete((_, _) -> answeredNanos.accept(System.nanoTime() - begunNanos));
  }

  /// Counts a request that was turned away by its head.
  void unsupported() {
    balance.refusedRequest(RequestFault.UNSUPPORTED);
  }

  private CompletableFuture<IngestOutcome> send(Body body, Framing framing) {
    return switch (body) {
      case Body.Refused refused -> {
        balance.refusedRequest(faultOf(refused.outcome()));
        yield CompletableFuture.completedFuture(refused.outcome());
      }
      case Body.Whole whole ->
          submit(whole, framing).whenComplete((outcome, failure) -> giveBack(whole));
    };
  }

  /// The pipeline is done with a request when it has an outcome, and keeps nothing of its bytes.
  private void giveBack(Body.Whole whole) {
    pool.giveBack(whole.bytes());
    budget.giveBack(whole.reservedBytes());
  }

  private CompletableFuture<IngestOutcome> submit(Body.Whole whole, Framing framing) {
    try {
      return pipeline.submit(framing.frame(whole.bytes(), whole.length()));
    } catch (FrameException e) {
      balance.refusedRequest(RequestFault.MALFORMED);
      return CompletableFuture.failedFuture(e);
    }
  }

  private static RequestFault faultOf(IngestOutcome outcome) {
    return switch (outcome) {
      case IngestOutcome.Invalid invalid ->
          invalid.fault() == Fault.TOO_LARGE ? RequestFault.TOO_LARGE : RequestFault.MALFORMED;
      case IngestOutcome.Overloaded _, IngestOutcome.Unavailable _ -> RequestFault.OVERLOADED;
      case IngestOutcome.Accepted _, IngestOutcome.Failed _ -> RequestFault.INTERNAL;
    };
  }
}
