package dev.hopwise.bench;

import dev.hopwise.analyze.RequestEstimates;
import dev.hopwise.analyze.RequestSample;
import dev.hopwise.bench.Population.Member;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.DecisionEngine;
import dev.hopwise.sample.Policy;
import dev.hopwise.sample.WindowMatcher;
import java.util.SplittableRandom;

/// One sampling of a population through the engine that the server decides with, and what the kept
/// traces say: weighted, and as they stand.
///
/// @param unweighted as if each kept trace stood for itself
/// @param keptSpans of the kept traces
record SampledRun(RequestEstimates weighted, RequestEstimates unweighted, long keptSpans) {

  /// @param seed of the trace ids, which is all that differs between two runs
  static SampledRun of(Population population, Policy policy, double quantile, long seed) {
    DecisionEngine engine = new DecisionEngine(policy, WindowMatcher.NONE);
    SplittableRandom ids = new SplittableRandom(seed);
    MemberFacts facts = new MemberFacts(population.members().getFirst());
    RequestSample weighted = new RequestSample();
    RequestSample unweighted = new RequestSample();
    long keptSpans = 0;
    for (Member member : population.members()) {
      facts.set(member, ids.nextLong(), ids.nextLong());
      Decision decision = engine.decide(facts, "quiet", member.decidedEpochNanos());
      if (decision.keep()) {
        weighted.add((double) member.durationNanos(), member.failed(), decision.probability());
        unweighted.add((double) member.durationNanos(), member.failed(), 1);
        keptSpans += member.spans();
      }
    }
    return new SampledRun(
        RequestEstimates.of(weighted, quantile),
        RequestEstimates.of(unweighted, quantile),
        keptSpans);
  }
}
