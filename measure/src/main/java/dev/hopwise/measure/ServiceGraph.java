package dev.hopwise.measure;

import dev.hopwise.model.SpanId;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.otlp.SpanBatch;
import java.util.Arrays;
import java.util.List;

/// Who calls whom: CLIENT and PRODUCER spans paired with the SERVER and CONSUMER spans that they
/// caused, in whichever order and request the two arrive.
///
/// - The other side of a call is the span whose parent is the client's span; or, where an old
///   Zipkin library lets both sides share one id, the span with the same id and the same parent.
/// - A client that names a database makes an edge at once. Other spans wait {@link #WAIT_NANOS};
///   then a client that names its peer makes an edge to that virtual node, a SERVER span without a
///   parent one from `user`, and the rest is counted as unpaired.
/// - A client stays for its whole wait, since a message may have several consumers: each of them is
///   a request of the edge.
///
/// Source: the rules of Tempo's service graphs and of the OpenTelemetry Collector's connector;
/// unlike them, hosts and queues become nodes too. Not thread-safe.
final class ServiceGraph {

  static final long WAIT_NANOS = 10_000_000_000L;

  private static final byte SERVER = (byte) SpanKind.SERVER.number();
  private static final byte CLIENT = (byte) SpanKind.CLIENT.number();
  private static final byte PRODUCER = (byte) SpanKind.PRODUCER.number();
  private static final byte CONSUMER = (byte) SpanKind.CONSUMER.number();
  private static final byte ERROR = 2;

  private final EdgeTable edges;
  private final SpanNames services;
  private final PendingSpans pending;
  private final PendingSpans.Walk walk;
  private final PeerAttributes peers = new PeerAttributes();
  private int[] nodeOfService = new int[0];
  private long unpairedClients;
  private long unpairedServers;
  private long evicted;

  /// @param services whose numbers {@link #observe} is given
  ServiceGraph(MeasureLimits limits, SpanNames services) {
    this.edges = new EdgeTable(limits);
    this.services = services;
    this.pending = new PendingSpans(limits.pendingSpansMax());
    this.walk = pending.new Walk();
  }

  /// Looks at one span.
  void observe(SpanBatch batch, int span, int service, long weight, long nowEpochNanos) {
    byte kind = batch.kind[span];
    if (kind == CLIENT || kind == PRODUCER) {
      client(batch, span, nodeOf(service), weight, nowEpochNanos);
    } else if (kind == SERVER || kind == CONSUMER) {
      server(batch, span, nodeOf(service), weight, nowEpochNanos);
    }
  }

  /// Gives up on what has waited long enough.
  void expire(long nowEpochNanos) {
    for (int row = pending.oldest(); row != PendingSpans.NONE; row = pending.oldest()) {
      if (pending.sinceEpochNanos(row) > nowEpochNanos - WAIT_NANOS) {
        return;
      }
      giveUp(row);
    }
  }

  EdgeTable edges() {
    return edges;
  }

  List<ServiceEdge> snapshot() {
    return edges.snapshot();
  }

  GraphCounts counts() {
    return new GraphCounts(
        unpairedClients, unpairedServers, evicted, edges.foldedRequests(), pending.count());
  }

  private int nodeOf(int service) {
    if (service == 0) {
      return EdgeTable.OTHER;
    }
    if (service >= nodeOfService.length) {
      nodeOfService = Arrays.copyOf(nodeOfService, Math.max(16, service * 2));
    }
    if (nodeOfService[service] == 0) {
      byte[] name = services.serviceBytes(service);
      nodeOfService[service] = edges.node(name, 0, name.length);
    }
    return nodeOfService[service];
  }

  private void client(SpanBatch batch, int span, int node, long weight, long now) {
    byte kind = batch.kind[span];
    peers.read(batch.bytes, batch.spanOffset[span], batch.spanLength[span], kind == PRODUCER);
    int peer =
        peers.isNamed()
            ? edges.node(batch.bytes, peers.offset(), peers.length())
            : PendingSpans.NONE;
    long duration = batch.durationNanos(span);
    boolean failed = batch.statusCode[span] == ERROR;
    if (kind == CLIENT && peers.isDatabase()) {
      edges.record(node, peer, ConnectionType.DATABASE, duration, duration, failed, weight);
      return;
    }
    int row = add(batch, span, batch.spanId[span], node, peer, weight, now);
    pairWithWaiting(batch, span, row);
  }

  /// Pairs a client with the servers that came before it.
  private void pairWithWaiting(SpanBatch batch, int span, int client) {
    walk.over(keyOf(batch, span, batch.spanId[span]));
    for (int row = walk.next(); row != PendingSpans.NONE; row = walk.next()) {
      if (isServer(row) && !pending.isPaired(row)) {
        pair(client, row);
      }
    }
    walk.over(keyOf(batch, span, batch.parentSpanId[span]));
    for (int row = walk.next(); row != PendingSpans.NONE; row = walk.next()) {
      if (isServer(row) && !pending.isPaired(row) && pending.otherId(row) == batch.spanId[span]) {
        pair(client, row);
      }
    }
  }

  /// A server whose client is there need not wait itself.
  private void server(SpanBatch batch, int span, int node, long weight, long now) {
    int client = clientOf(batch, span);
    if (client == PendingSpans.NONE) {
      add(batch, span, batch.parentSpanId[span], node, PendingSpans.NONE, weight, now);
      return;
    }
    pending.setPaired(client);
    edges.record(
        pending.node(client),
        node,
        typeOf(pending.kind(client), batch.kind[span]),
        pending.durationNanos(client),
        batch.durationNanos(span),
        pending.isFailed(client) || batch.statusCode[span] == ERROR,
        Math.max(pending.weight(client), weight));
  }

  /// The waiting client of a server, or -1.
  private int clientOf(SpanBatch batch, int span) {
    long parent = batch.parentSpanId[span];
    if (parent != SpanId.NONE) {
      walk.over(keyOf(batch, span, parent));
      for (int row = walk.next(); row != PendingSpans.NONE; row = walk.next()) {
        if (!isServer(row)) {
          return row;
        }
      }
    }
    walk.over(keyOf(batch, span, batch.spanId[span]));
    for (int row = walk.next(); row != PendingSpans.NONE; row = walk.next()) {
      if (!isServer(row) && pending.otherId(row) == parent) {
        return row;
      }
    }
    return PendingSpans.NONE;
  }

  private static long keyOf(SpanBatch batch, int span, long clientSpanId) {
    return PendingSpans.key(batch.traceIdHigh[span], batch.traceIdLow[span], clientSpanId);
  }

  private int add(
      SpanBatch batch, int span, long clientSpanId, int node, int peer, long weight, long now) {
    if (pending.isFull()) {
      evicted++;
      giveUp(pending.oldest());
    }
    byte kind = batch.kind[span];
    boolean server = kind == SERVER || kind == CONSUMER;
    pending.add(
        keyOf(batch, span, clientSpanId),
        server ? batch.spanId[span] : batch.parentSpanId[span],
        node,
        peer,
        kind,
        clientSpanId == SpanId.NONE,
        batch.statusCode[span] == ERROR,
        batch.durationNanos(span),
        weight,
        now);
    return pending.newest();
  }

  private boolean isServer(int row) {
    return pending.kind(row) == SERVER || pending.kind(row) == CONSUMER;
  }

  private void pair(int client, int server) {
    pending.setPaired(client);
    pending.setPaired(server);
    edges.record(
        pending.node(client),
        pending.node(server),
        typeOf(pending.kind(client), pending.kind(server)),
        pending.durationNanos(client),
        pending.durationNanos(server),
        pending.isFailed(client) || pending.isFailed(server),
        Math.max(pending.weight(client), pending.weight(server)));
  }

  private static ConnectionType typeOf(byte clientKind, byte serverKind) {
    return clientKind == PRODUCER || serverKind == CONSUMER
        ? ConnectionType.MESSAGING
        : ConnectionType.CALL;
  }

  private void giveUp(int row) {
    if (!pending.isPaired(row)) {
      if (isServer(row)) {
        giveUpServer(row);
      } else {
        giveUpClient(row);
      }
    }
    pending.removeOldest();
  }

  private void giveUpServer(int row) {
    if (pending.kind(row) == SERVER && pending.isRoot(row)) {
      virtual(row, EdgeTable.USER, pending.node(row), ConnectionType.VIRTUAL_NODE);
    } else {
      unpairedServers++;
    }
  }

  private void giveUpClient(int row) {
    if (pending.peer(row) == PendingSpans.NONE) {
      unpairedClients++;
      return;
    }
    ConnectionType type =
        pending.kind(row) == PRODUCER ? ConnectionType.MESSAGING : ConnectionType.VIRTUAL_NODE;
    virtual(row, pending.node(row), pending.peer(row), type);
  }

  /// An edge of which one side was seen.
  private void virtual(int row, int client, int server, ConnectionType type) {
    long duration = pending.durationNanos(row);
    edges.record(
        client, server, type, duration, duration, pending.isFailed(row), pending.weight(row));
  }
}
