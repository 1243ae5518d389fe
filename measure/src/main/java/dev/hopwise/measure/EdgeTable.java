package dev.hopwise.measure;

import dev.hopwise.model.rollup.SeriesKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The edges of the service graph and their nodes, within the limits. Not thread-safe.
final class EdgeTable {

  /// The node for all that found no place.
  static final int OTHER = 0;

  /// The caller of a service whose span has no parent.
  static final int USER = 1;

  private static final int NODE_BITS = 28;
  private static final int TYPE_BITS = 3;

  private final MeasureLimits limits;
  private final TextTable nodes = new TextTable();
  private final LongIndex index = new LongIndex();
  private final List<Edge> edges = new ArrayList<>();
  private int limitedCount;

  private static final class Edge {
    final int client;
    final int server;
    final ConnectionType type;
    final DurationHistogram serverDurations = new DurationHistogram(FixedBounds.EDGES);
    final DurationHistogram clientDurations = new DurationHistogram(FixedBounds.EDGES);
    long requests;
    long failed;

    Edge(int client, int server, ConnectionType type) {
      this.client = client;
      this.server = server;
      this.type = type;
    }
  }

  private long foldedRequests;

  EdgeTable(MeasureLimits limits) {
    this.limits = limits;
    addNode(MeasureLimits.OTHER);
    addNode("user");
  }

  private void addNode(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    nodes.add(0, bytes, 0, bytes.length);
  }

  /// The number of a node.
  int node(byte[] bytes, int offset, int length) {
    int cut = Utf8.cut(bytes, offset, length, limits.labelBytesMax());
    int known = nodes.find(0, bytes, offset, cut);
    if (known >= 0) {
      return known;
    }
    if (!Utf8.isValid(bytes, offset, cut)) {
      byte[] clean = Utf8.clean(bytes, offset, cut);
      return node(clean, 0, clean.length);
    }
    // Every service may be a node, and every edge may bring one more.
    boolean full = nodes.count() > limits.servicesMax() + limits.edgesMax();
    return full ? OTHER : nodes.add(0, bytes, offset, cut);
  }

  /// Counts a request.
  void record(
      int client,
      int server,
      ConnectionType type,
      long clientNanos,
      long serverNanos,
      boolean failed,
      long weight) {
    Edge edge = edge(client, server, type);
    edge.requests += weight;
    edge.failed += failed ? weight : 0;
    edge.clientDurations.record(clientNanos, weight);
    edge.serverDurations.record(serverNanos, weight);
  }

  private Edge edge(int client, int server, ConnectionType type) {
    int known = index.find(key(client, server, type));
    if (known >= 0) {
      return edges.get(known);
    }
    if (limitedCount < limits.edgesMax()) {
      limitedCount++;
      return add(client, server, type);
    }
    foldedRequests++;
    int overflow = index.find(key(OTHER, OTHER, type));
    return overflow < 0 ? add(OTHER, OTHER, type) : edges.get(overflow);
  }

  private Edge add(int client, int server, ConnectionType type) {
    Edge edge = new Edge(client, server, type);
    index.add(key(client, server, type), edges.size());
    edges.add(edge);
    return edge;
  }

  private static long key(int client, int server, ConnectionType type) {
    return ((long) client << NODE_BITS | server) << TYPE_BITS | type.number();
  }

  /// Requests counted on an overflow edge, not weighted.
  long foldedRequests() {
    return foldedRequests;
  }

  /// How many edges there are, overflow edges included.
  int count() {
    return edges.size();
  }

  /// What an edge counts, by its number.
  SeriesKey.OfEdge key(int number) {
    Edge edge = edges.get(number);
    return new SeriesKey.OfEdge(
        nodes.text(edge.client), nodes.text(edge.server), edge.type.label());
  }

  /// Of an edge, by its number.
  long failed(int number) {
    return edges.get(number).failed;
  }

  /// Of an edge, by its number.
  DurationHistogram serverDurations(int number) {
    return edges.get(number).serverDurations;
  }

  /// Of an edge, by its number.
  DurationHistogram clientDurations(int number) {
    return edges.get(number).clientDurations;
  }

  List<ServiceEdge> snapshot() {
    List<ServiceEdge> all = new ArrayList<>(edges.size());
    for (Edge edge : edges) {
      all.add(
          new ServiceEdge(
              nodes.text(edge.client),
              nodes.text(edge.server),
              edge.type,
              edge.requests,
              edge.failed,
              edge.serverDurations.snapshot(),
              edge.clientDurations.snapshot()));
    }
    return all;
  }
}
