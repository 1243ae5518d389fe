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
/// A batch is gone through twice: first each span's call is looked at and its place among the
/// waiting spans is touched, then the sides are paired, so that the look-ups of many spans wait for
/// memory at the same time.
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

  /// Of the batch at hand: the spans that are a side of a call and wait for the other, and of each
  /// the node that it names as its peer, the key under which it waits itself, the key under which
  /// its other side waits, and that under which it waits if both share one id.
  private int[] sides = new int[512];

  private int[] peerOfSide = new int[512];
  private long[] ownKeyOfSide = new long[512];
  private long[] callOfSide = new long[512];
  private long[] sharedOfSide = new long[512];

  /// Keeps what was touched from being optimised away.
  private long touched;

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

  /// Looks at the spans of a batch.
  ///
  /// @param services by resource of the batch
  /// @param weights how many spans each stands for
  void observe(SpanBatch batch, int[] services, long[] weights, long nowEpochNanos) {
    int count = findSides(batch, services, weights);
    for (int side = 0; side < count; side++) {
      int span = sides[side];
      int node = nodeOf(services[batch.resourceOf(span)]);
      if (isServerKind(batch.kind[span])) {
        server(batch, side, node, weights[span], nowEpochNanos);
      } else {
        int row = add(batch, side, node, weights[span], nowEpochNanos);
        pairWithWaiting(batch.spanId[span], side, row);
      }
    }
  }

  /// Calls of databases are edges already; the other sides are noted.
  private int findSides(SpanBatch batch, int[] services, long[] weights) {
    if (sides.length < batch.count) {
      sides = new int[batch.spanOffset.length];
      peerOfSide = new int[sides.length];
      ownKeyOfSide = new long[sides.length];
      callOfSide = new long[sides.length];
      sharedOfSide = new long[sides.length];
    }
    int count = 0;
    for (int span = 0; span < batch.count; span++) {
      byte kind = batch.kind[span];
      if (isServerKind(kind)) {
        peerOfSide[count] = PendingSpans.NONE;
        note(batch, span, count++, batch.parentSpanId[span], batch.spanId[span]);
      } else if (kind == CLIENT || kind == PRODUCER) {
        int peer = peerOf(batch, span);
        if (kind == CLIENT && peers.isDatabase()) {
          int node = nodeOf(services[batch.resourceOf(span)]);
          long duration = batch.durationNanos(span);
          boolean failed = batch.statusCode[span] == ERROR;
          edges.record(
              node, peer, ConnectionType.DATABASE, duration, duration, failed, weights[span]);
        } else {
          peerOfSide[count] = peer;
          note(batch, span, count++, batch.spanId[span], batch.parentSpanId[span]);
        }
      }
    }
    return count;
  }

  private void note(SpanBatch batch, int span, int side, long clientSpanId, long sharedSpanId) {
    long trace = PendingSpans.traceKey(batch.traceIdHigh[span], batch.traceIdLow[span]);
    sides[side] = span;
    long call = PendingSpans.clientKey(trace, clientSpanId);
    long shared = PendingSpans.clientKey(trace, sharedSpanId);
    boolean server = isServerKind(batch.kind[span]);
    ownKeyOfSide[side] = server ? PendingSpans.serverKey(call) : call;
    callOfSide[side] = server ? call : PendingSpans.serverKey(call);
    sharedOfSide[side] = server ? shared : PendingSpans.serverKey(shared);
    touched +=
        pending.touch(ownKeyOfSide[side])
            + pending.touch(callOfSide[side])
            + pending.touch(sharedOfSide[side]);
  }

  private int peerOf(SpanBatch batch, int span) {
    peers.read(
        batch.bytes, batch.spanOffset[span], batch.spanLength[span], batch.kind[span] == PRODUCER);
    return peers.isNamed()
        ? edges.node(batch.bytes, peers.offset(), peers.length())
        : PendingSpans.NONE;
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

  /// Pairs a client with the servers that came before it.
  private void pairWithWaiting(long spanId, int side, int client) {
    walk.over(callOfSide[side]);
    for (int row = walk.next(); row != PendingSpans.NONE; row = walk.next()) {
      if (!pending.isPaired(row)) {
        pair(client, row);
      }
    }
    walk.over(sharedOfSide[side]);
    for (int row = walk.next(); row != PendingSpans.NONE; row = walk.next()) {
      if (!pending.isPaired(row) && pending.otherId(row) == spanId) {
        pair(client, row);
      }
    }
  }

  /// A server whose client is there need not wait itself.
  private void server(SpanBatch batch, int side, int node, long weight, long now) {
    int span = sides[side];
    int client = clientOf(batch.parentSpanId[span], side);
    if (client == PendingSpans.NONE) {
      add(batch, side, node, weight, now);
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
  private int clientOf(long parent, int side) {
    if (parent != SpanId.NONE) {
      walk.over(callOfSide[side]);
      int row = walk.next();
      if (row != PendingSpans.NONE) {
        return row;
      }
    }
    walk.over(sharedOfSide[side]);
    for (int row = walk.next(); row != PendingSpans.NONE; row = walk.next()) {
      if (pending.otherId(row) == parent) {
        return row;
      }
    }
    return PendingSpans.NONE;
  }

  private int add(SpanBatch batch, int side, int node, long weight, long now) {
    if (pending.isFull()) {
      evicted++;
      giveUp(pending.oldest());
    }
    int span = sides[side];
    byte kind = batch.kind[span];
    boolean server = isServerKind(kind);
    pending.add(
        ownKeyOfSide[side],
        server ? batch.spanId[span] : batch.parentSpanId[span],
        node,
        peerOfSide[side],
        kind,
        server && batch.parentSpanId[span] == SpanId.NONE,
        batch.statusCode[span] == ERROR,
        batch.durationNanos(span),
        weight,
        now);
    return pending.newest();
  }

  private static boolean isServerKind(byte kind) {
    return kind == SERVER || kind == CONSUMER;
  }

  private boolean isServer(int row) {
    return isServerKind(pending.kind(row));
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
