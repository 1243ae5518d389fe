package dev.hopwise.analyze;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which traces are compared with which: those of one endpoint, and within it those of one
/// structure where both windows know the same structures. What is too rare in either window is
/// pooled, never dropped.
///
/// @param count how many strata
record Strata(int count, Sides numbers) {

  /// Fewer traces than this in either window say nothing about their variance.
  private static final int TRACES_MIN = 5;

  /// An endpoint is divided by structure when so much of either window lies in structures that both
  /// know; otherwise the structure itself has changed, which must not pass for traffic.
  private static final double KNOWN_SHARE_MIN = 0.9;

  private static final String OTHER = "";

  /// The stratum of each trace.
  @SuppressWarnings("ArrayRecordComponent") // handed from one maker to one reader
  record Sides(int[] baseline, int[] window) {}

  static Strata of(List<TraceComponents> baseline, List<TraceComponents> window) {
    Set<String> divided = dividedEndpoints(baseline, window);
    Map<String, int[]> counts = new HashMap<>();
    count(baseline, 0, divided, counts);
    count(window, 1, divided, counts);
    Map<String, Integer> numbers = new HashMap<>();
    int[] first = numbers(baseline, divided, counts, numbers);
    int[] second = numbers(window, divided, counts, numbers);
    return new Strata(numbers.size(), new Sides(first, second));
  }

  private static Set<String> dividedEndpoints(
      List<TraceComponents> baseline, List<TraceComponents> window) {
    Map<String, int[]> counts = new HashMap<>();
    Map<String, String> endpoints = new HashMap<>();
    for (int side = 0; side < 2; side++) {
      for (TraceComponents trace : side == 0 ? baseline : window) {
        String key = structured(trace);
        endpoints.put(key, trace.endpoint());
        counts.computeIfAbsent(key, _ -> new int[2])[side]++;
      }
    }
    Map<String, int[]> all = new HashMap<>();
    Map<String, int[]> known = new HashMap<>();
    counts.forEach((key, sides) -> {
      String endpoint = endpoints.getOrDefault(key, OTHER);
      add(all, endpoint, sides);
      if (enough(sides)) {
        add(known, endpoint, sides);
      }
    });
    Set<String> divided = new HashSet<>();
    known.forEach((endpoint, sides) -> {
      int[] of = all.getOrDefault(endpoint, sides);
      if (sides[0] >= KNOWN_SHARE_MIN * of[0] && sides[1] >= KNOWN_SHARE_MIN * of[1]) {
        divided.add(endpoint);
      }
    });
    return divided;
  }

  private static void add(Map<String, int[]> sums, String key, int[] sides) {
    int[] sum = sums.computeIfAbsent(key, _ -> new int[2]);
    sum[0] += sides[0];
    sum[1] += sides[1];
  }

  private static void count(
      List<TraceComponents> traces, int side, Set<String> divided, Map<String, int[]> counts) {
    for (TraceComponents trace : traces) {
      counts.computeIfAbsent(key(trace, divided), _ -> new int[2])[side]++;
    }
  }

  private static int[] numbers(
      List<TraceComponents> traces,
      Set<String> divided,
      Map<String, int[]> counts,
      Map<String, Integer> numbers) {
    int[] of = new int[traces.size()];
    for (int i = 0; i < of.length; i++) {
      String key = key(traces.get(i), divided);
      String stratum = enough(counts.getOrDefault(key, new int[2])) ? key : OTHER;
      of[i] = numbers.computeIfAbsent(stratum, _ -> numbers.size());
    }
    return of;
  }

  private static boolean enough(int[] sides) {
    return sides[0] >= TRACES_MIN && sides[1] >= TRACES_MIN;
  }

  private static String key(TraceComponents trace, Set<String> divided) {
    return divided.contains(trace.endpoint()) ? structured(trace) : trace.endpoint();
  }

  private static String structured(TraceComponents trace) {
    return trace.endpoint() + "\n" + trace.structure();
  }
}
