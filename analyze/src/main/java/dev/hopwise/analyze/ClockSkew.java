package dev.hopwise.analyze;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.SpanTree;
import java.util.ArrayList;
import java.util.List;

/// By how much the clocks of a trace differ from the root's, as far as that can be told. For
/// analysis and for showing: what is stored stays as it was sent.
///
/// The only SERVER span under a CLIENT span with another clock must lie within it, which bounds by
/// how much the two clocks differ. All such calls between a clock and those known before it are
/// taken together: it is moved by what most of them allow, and not at all where that is as good. So
/// one server that outlasts its client does not move a host, and what was never called (consumers,
/// mobile clients) is left where it said it was.
public final class ClockSkew {

  private final SpanTree tree;
  private final TraceClocks clocks;
  private final int[] serverChildren;
  private final List<List<ClockBounds.Call>> callsOf = new ArrayList<>();
  private final long[] shift;
  private final List<MovedClock> moved = new ArrayList<>();

  private ClockSkew(SpanTree tree) {
    this.tree = tree;
    clocks = new TraceClocks(tree);
    serverChildren = new int[tree.size()];
    shift = new long[clocks.count()];
    for (int clock = 0; clock < clocks.count(); clock++) {
      callsOf.add(List.of());
    }
  }

  /// Of the spans of one trace.
  public static ClockSkew of(SpanTree tree) {
    ClockSkew skew = new ClockSkew(tree);
    skew.countServers();
    skew.findCalls();
    skew.place();
    return skew;
  }

  /// What is to be added to a span's times to have them on the root's clock.
  public long shiftNanos(int span) {
    return shift[clocks.of(span)];
  }

  /// The clocks that are not the root's, in the order of the spans.
  public List<MovedClock> moved() {
    return List.copyOf(moved);
  }

  long start(int span) {
    return tree.span(span).startEpochNanos() + shiftNanos(span);
  }

  long end(int span) {
    return tree.span(span).endEpochNanos() + shiftNanos(span);
  }

  private void countServers() {
    for (int i = 0; i < tree.size(); i++) {
      if (tree.parent(i) != SpanTree.NONE && tree.span(i).kind() == SpanKind.SERVER) {
        serverChildren[tree.parent(i)]++;
      }
    }
  }

  /// Several servers under one client are attempts, of which no single one has to fit.
  private void findCalls() {
    for (int i = 0; i < tree.size(); i++) {
      int parent = tree.parent(i);
      if (parent != SpanTree.NONE
          && clocks.of(i) != clocks.of(parent)
          && isRemoteCall(tree, parent, i)
          && serverChildren[parent] == 1) {
        add(i, parent);
      }
    }
  }

  /// To whichever of the two clocks is placed last.
  private void add(int server, int client) {
    ClockBounds.Call call = ClockBounds.call(tree.span(client), tree.span(server));
    int below = clocks.of(server);
    int above = clocks.of(client);
    int later = Math.max(below, above);
    if (callsOf.get(later).isEmpty()) {
      callsOf.set(later, new ArrayList<>());
    }
    callsOf.get(later).add(later == below ? call.from(above) : call.reversed(below));
  }

  private void place() {
    for (int clock = 1; clock < shift.length; clock++) {
      List<ClockBounds.Call> calls = callsOf.get(clock);
      if (calls.isEmpty()) {
        continue;
      }
      ClockBounds bounds = new ClockBounds(calls, shift);
      shift[clock] = bounds.shiftNanos();
      if (shift[clock] != 0) {
        moved.add(
            new MovedClock(
                clocks.name(clock),
                clocks.services(clock),
                shift[clock],
                calls.size(),
                bounds.fitting(shift[clock])));
      }
    }
  }

  static boolean isRemoteCall(SpanTree tree, int parent, int child) {
    Span above = tree.span(parent);
    return above.kind() == SpanKind.CLIENT && tree.span(child).kind() == SpanKind.SERVER;
  }

  /// A clock that is ahead of the root's, or behind.
  ///
  /// @param name its host, its instance, or its service where nothing else was sent
  /// @param services whose spans go by it, in the order of the spans
  /// @param shiftNanos what is added to its times; negative for one that is ahead
  /// @param calls by which that was found
  /// @param fitting how many of them lie within their clients once it is moved
  public record MovedClock(
      String name, List<String> services, long shiftNanos, int calls, int fitting) {
    public MovedClock {
      services = List.copyOf(services);
    }
  }
}
