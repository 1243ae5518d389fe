package dev.hopwise.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.SpanTree;
import dev.hopwise.model.Status;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CriticalPathTest {

  @Test
  void followsTheLastFinisherAndGivesTheRestToTheParent() {
    assertThat(path(span(1, 0, 0, 100), span(2, 1, 10, 40), span(3, 1, 20, 60), span(4, 1, 70, 90)))
        .containsExactly("1:0-20", "3:20-60", "1:60-70", "4:70-90", "1:90-100");
  }

  @Test
  void goesDownThroughDescendants() {
    assertThat(path(span(1, 0, 0, 100), span(2, 1, 10, 90), span(3, 2, 20, 80)))
        .containsExactly("1:0-10", "2:10-20", "3:20-80", "2:80-90", "1:90-100");
  }

  @Test
  void clipsAChildThatStartsBeforeItsParentOrEndsALittleLate() {
    assertThat(path(span(1, 0, 0, 1000), span(2, 1, -50, 1005))).containsExactly("2:0-1000");
  }

  @Test
  void doesNotWaitForChildrenThatOutlastTheParentOrStartAfterIt() {
    assertThat(path(span(1, 0, 0, 100), span(2, 1, 10, 200), span(3, 1, 150, 160)))
        .containsExactly("1:0-100");
  }

  @Test
  void doesNotWaitForAConsumer() {
    Span producer = span(2, 1, 10, 90, SpanKind.PRODUCER, "a");
    Span consumer = span(3, 2, 20, 80, SpanKind.CONSUMER, "b");
    assertThat(path(span(1, 0, 0, 100), producer, consumer))
        .containsExactly("1:0-10", "2:10-90", "1:90-100");
  }

  @Test
  void movesNothingBetweenServicesOfOneHost() {
    Span root = span(1, 0, 0, 100);
    Span client = span(2, 1, 10, 90, SpanKind.CLIENT, on("h1", "a"));
    Span near = span(3, 2, 20, 95, SpanKind.SERVER, on("h1", "b"));
    Span far = span(3, 2, 20, 95, SpanKind.SERVER, on("h2", "b"));
    assertThat(path(root, client, near))
        .containsExactly("1:0-10", "2:10-20", "3:20-90", "1:90-100");
    assertThat(path(root, client, far)).contains("3:12-87");
  }

  @Test
  void movesASkewedServerIntoTheMiddleOfItsClientWithWhatItDid() {
    Span client = span(2, 1, 10, 90, SpanKind.CLIENT, "a");
    Span server = span(3, 2, 5_010, 5_070, SpanKind.SERVER, "b");
    Span below = span(4, 3, 5_020, 5_040, SpanKind.INTERNAL, "b");
    assertThat(path(span(1, 0, 0, 100), client, server, below))
        .containsExactly(
            "1:0-10", "2:10-20", "3:20-30", "4:30-50", "3:50-80", "2:80-90", "1:90-100");
  }

  @Test
  void clipsAServerThatWorksOnAfterItsClientGaveUp() {
    Span client = span(2, 1, 10, 50, SpanKind.CLIENT, "a");
    Span server = span(3, 2, 20, 500, SpanKind.SERVER, "b");
    assertThat(path(span(1, 0, 0, 100), client, server))
        .containsExactly("1:0-10", "2:10-20", "3:20-50", "1:50-100");
  }

  @Test
  void leavesAServerThatFitsWhereItIs() {
    Span client = span(2, 1, 10, 90, SpanKind.CLIENT, "a");
    Span server = span(3, 2, 11, 60, SpanKind.SERVER, "b");
    assertThat(path(span(1, 0, 0, 100), client, server))
        .containsExactly("1:0-10", "2:10-11", "3:11-60", "2:60-90", "1:90-100");
  }

  @Test
  void hasNoPathWithoutARootOrForARootThatEndsBeforeItStarts() {
    SpanTree orphan = SpanTree.of(List.of(span(1, 9, 0, 10)));
    assertThat(CriticalPath.of(orphan, orphan.root())).isEqualTo(CriticalPath.NONE);
    assertThat(CriticalPath.of(SpanTree.of(List.of(span(1, 0, 10, 0))), 0))
        .isEqualTo(CriticalPath.NONE);
  }

  @Test
  void sumsToTheRootsDurationForWhateverWasSent() {
    long seed = 7;
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      List<Span> spans = randomTrace(random);
      SpanTree tree = SpanTree.of(spans);
      CriticalPath path = CriticalPath.of(tree, tree.root());
      assertThat(path.segments().stream().mapToLong(CriticalPath.Segment::durationNanos).sum())
          .as("seed %s, round %s", seed, round)
          .isEqualTo(path.totalNanos());
      if (tree.root() == SpanTree.NONE) {
        continue;
      }
      Span root = tree.span(tree.root());
      assertThat(path.totalNanos()).isEqualTo(Math.max(0, root.durationNanos()));
      long cursor = root.startEpochNanos();
      for (CriticalPath.Segment segment : path.segments()) {
        assertThat(segment.startEpochNanos()).isEqualTo(cursor);
        assertThat(segment.durationNanos()).isPositive();
        cursor += segment.durationNanos();
      }
    }
  }

  @Test
  void walksDeepAndWideTraces() {
    int count = 100_000;
    List<Span> deep =
        IntStream.rangeClosed(1, count).mapToObj(i -> span(i, i - 1, i, 3L * count - i)).toList();
    List<Span> wide =
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> i == 1 ? span(1, 0, 0, 10L * count) : span(i, 1, 5L * i, 5L * i + 9))
            .toList();
    assertThat(CriticalPath.of(SpanTree.of(deep), 0).segments()).hasSize(2 * count - 1);
    assertThat(CriticalPath.of(SpanTree.of(wide), 0).totalNanos()).isEqualTo(10L * count);
  }

  private static List<Span> randomTrace(Random random) {
    List<Span> spans = new ArrayList<>();
    int count = 1 + random.nextInt(30);
    for (int id = 1; id <= count; id++) {
      long start = random.nextLong(200) + (random.nextInt(5) == 0 ? 10_000 : 0);
      long parent = id == 1 ? 0 : random.nextInt(8) == 0 ? id : random.nextLong(count + 1);
      spans.add(
          span(
              random.nextInt(10) == 0 ? 1 : id,
              parent,
              start,
              start + random.nextLong(300) - 10,
              SpanKind.ofNumber(random.nextInt(6)),
              "s" + random.nextInt(3)));
    }
    return spans;
  }

  private static List<String> path(Span... spans) {
    SpanTree tree = SpanTree.of(List.of(spans));
    return CriticalPath.of(tree, tree.root()).segments().stream()
        .map(s ->
            tree.span(s.span()).spanId()
                + ":"
                + s.startEpochNanos()
                + "-"
                + (s.startEpochNanos() + s.durationNanos()))
        .toList();
  }

  private static Span span(long id, long parent, long start, long end) {
    return span(id, parent, start, end, SpanKind.INTERNAL, "a");
  }

  private static Span span(
      long id, long parent, long start, long end, SpanKind kind, String service) {
    return span(id, parent, start, end, kind, Attributes.of("service.name", service));
  }

  private static Attributes on(String host, String service) {
    return Attributes.of("service.name", service).with("host.name", AttributeValue.of(host));
  }

  private static Span span(
      long id, long parent, long start, long end, SpanKind kind, Attributes resource) {
    return new Span(
        new TraceId(0, 1),
        id,
        parent,
        "",
        0,
        "n",
        kind,
        start,
        end,
        Attributes.EMPTY,
        0,
        List.of(),
        0,
        List.of(),
        0,
        Status.UNSET,
        new Resource(resource, 0, ""),
        InstrumentationScope.EMPTY);
  }
}
