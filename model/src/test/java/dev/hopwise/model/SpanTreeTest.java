package dev.hopwise.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpanTreeTest {

  @Test
  void ordersDepthFirstWithChildrenByStart() {
    SpanTree tree =
        SpanTree.of(List.of(span(4, 1, 40), span(3, 2, 30), span(2, 1, 20), span(1, 0, 10)));
    assertThat(ids(tree)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(IntStream.range(0, 4).map(tree::parent)).containsExactly(-1, 0, 1, 0);
    assertThat(IntStream.range(0, 4).map(tree::depth)).containsExactly(0, 1, 2, 1);
    assertThat(IntStream.range(0, 4).map(tree::end)).containsExactly(4, 3, 3, 4);
    assertThat(tree.childCount(0)).isEqualTo(2);
    assertThat(tree.root()).isZero();
  }

  @Test
  void putsOrphansAtTheTopAndTellsThemFromRoots() {
    SpanTree tree = SpanTree.of(List.of(span(5, 99, 1), span(6, 5, 2), span(1, 0, 3)));
    assertThat(ids(tree)).containsExactly(5L, 6L, 1L);
    assertThat(tree.isOrphan(0)).isTrue();
    assertThat(tree.isOrphan(1)).isFalse();
    assertThat(tree.root()).isEqualTo(2);
  }

  @Test
  void cutsCyclesAndSelfParentsAtTheirEarliestSpan() {
    SpanTree tree =
        SpanTree.of(
            List.of(
                span(1, 3, 1),
                span(2, 1, 2),
                span(3, 2, 3),
                span(4, 3, 4),
                span(9, 9, 0),
                span(8, 9, 5)));
    assertThat(ids(tree)).containsExactly(9L, 8L, 1L, 2L, 3L, 4L);
    assertThat(tree.cutCount()).isEqualTo(2);
    assertThat(tree.root()).isEqualTo(SpanTree.NONE);
  }

  @Test
  void putsAServerThatSharesItsIdUnderTheClientAndItsChildrenUnderTheServer() {
    Span client = span(7, 1, 10, SpanKind.CLIENT, "a");
    Span server = span(7, 1, 12, SpanKind.SERVER, "b");
    Span child = span(8, 7, 13, SpanKind.INTERNAL, "b");
    Span ofClient = span(9, 7, 14, SpanKind.INTERNAL, "a");
    SpanTree tree = SpanTree.of(List.of(span(1, 0, 0), client, server, child, ofClient));
    assertThat(tree.spans()).containsExactly(span(1, 0, 0), client, server, child, ofClient);
    assertThat(IntStream.range(0, 5).map(tree::parent)).containsExactly(-1, 0, 1, 2, 1);
  }

  @Test
  void holdsItsInvariantsForWhateverParentsAreNamed() {
    Random random = new Random(42);
    for (int round = 0; round < 300; round++) {
      int count = 1 + random.nextInt(40);
      List<Span> spans = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        spans.add(
            span(
                1 + random.nextInt(count),
                random.nextInt(count + 5),
                random.nextInt(30),
                SpanKind.ofNumber(random.nextInt(6)),
                "s" + random.nextInt(3)));
      }
      SpanTree tree = SpanTree.of(spans);
      assertThat(tree.spans()).containsExactlyInAnyOrderElementsOf(spans);
      for (int i = 0; i < count; i++) {
        int parent = tree.parent(i);
        assertThat(parent).isLessThan(i);
        assertThat(tree.end(i)).isBetween(i + 1, parent == -1 ? count : tree.end(parent));
        assertThat(tree.depth(i)).isEqualTo(parent == -1 ? 0 : tree.depth(parent) + 1);
      }
      Collections.shuffle(spans, random);
      assertThat(SpanTree.of(spans).size()).isEqualTo(count);
    }
  }

  @Test
  void takesAChainAndACrowdOfAHundredThousand() {
    assertThat(
            SpanTree.of(IntStream.rangeClosed(1, 100_000).mapToObj(i -> span(i, i - 1, i)).toList())
                .depth(99_999))
        .isEqualTo(99_999);
    SpanTree same =
        SpanTree.of(
            IntStream.range(0, 100_000)
                .mapToObj(i -> span(1, 1, i, SpanKind.SERVER, "s" + i % 7))
                .toList());
    assertThat(same.size()).isEqualTo(100_000);
  }

  private static List<Long> ids(SpanTree tree) {
    return tree.spans().stream().map(Span::spanId).toList();
  }

  private static Span span(long id, long parent, long start) {
    return span(id, parent, start, SpanKind.INTERNAL, "s");
  }

  private static Span span(long id, long parent, long start, SpanKind kind, String service) {
    return new Span(
        new TraceId(0, 1),
        id,
        parent,
        "",
        0,
        "n",
        kind,
        start,
        start + 5,
        Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        Status.UNSET,
        new Resource(Attributes.of("service.name", service), 0, ""),
        InstrumentationScope.EMPTY);
  }
}
