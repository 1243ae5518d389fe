package dev.hopwise.analyze;

import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.SpanTree;
import java.util.Arrays;

/// Which component each span's own time belongs to, and which SERVER span each call reached.
///
/// Local spans below a call (name lookup, a driver's HTTP request) belong to that call; all other
/// local spans to their service.
final class CallMap {

  /// Above a SERVER span so many spans of the caller are asked whether they are its call.
  private static final int NESTING_MAX = 16;

  private final SpanTree tree;
  private final int[] server;
  private final Component[] component;
  private final boolean[] isCall;

  CallMap(SpanTree tree) {
    this.tree = tree;
    server = new int[tree.size()];
    component = new Component[tree.size()];
    isCall = new boolean[tree.size()];
    Arrays.fill(server, SpanTree.NONE);
    for (int i = 0; i < tree.size(); i++) {
      if (tree.span(i).kind() == SpanKind.SERVER && tree.parent(i) != SpanTree.NONE) {
        reached(i);
      }
    }
    for (int i = 0; i < tree.size(); i++) {
      component[i] = componentOf(i);
    }
  }

  Component component(int span) {
    return component[span];
  }

  /// Whether it is a call of its own and no part of another.
  boolean isCall(int span) {
    return isCall[span];
  }

  /// The SERVER span that a call reached first, or {@link SpanTree#NONE}.
  int server(int call) {
    return server[call];
  }

  private void reached(int serverSpan) {
    int at = tree.parent(serverSpan);
    String caller = tree.span(at).serviceName();
    for (int up = 0; up < NESTING_MAX && at != SpanTree.NONE; up++) {
      Span span = tree.span(at);
      if (!span.serviceName().equals(caller) || span.kind() == SpanKind.SERVER) {
        return;
      }
      if (span.kind() == SpanKind.CLIENT && server[at] == SpanTree.NONE) {
        server[at] = serverSpan;
      }
      at = tree.parent(at);
    }
  }

  private Component componentOf(int i) {
    Span span = tree.span(i);
    int parent = tree.parent(i);
    boolean local =
        parent != SpanTree.NONE && tree.span(parent).serviceName().equals(span.serviceName());
    return switch (span.kind()) {
      case CLIENT, PRODUCER -> {
        if (local && component[parent].isCall()) {
          yield component[parent];
        }
        isCall[i] = true;
        yield server[i] == SpanTree.NONE
            ? Dependency.of(span)
            : Component.ofEdge(span.serviceName(), tree.span(server[i]).serviceName());
      }
      case INTERNAL, UNSPECIFIED ->
          local ? component[parent] : Component.ofService(span.serviceName());
      case SERVER, CONSUMER -> Component.ofService(span.serviceName());
    };
  }
}
