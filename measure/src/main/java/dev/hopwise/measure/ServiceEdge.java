package dev.hopwise.measure;

/// Requests from one node of the service graph to another since the process started.
///
/// @param client a service, or `user`
/// @param server a service, a database, a queue or a host
/// @param requests how many; each span with its weight
/// @param failed of the requests, those with an error on either side
/// @param serverDurations as the server saw them, or as the client did where the server sends no
///   spans
/// @param clientDurations as the client saw them; likewise
public record ServiceEdge(
    String client,
    String server,
    ConnectionType connectionType,
    long requests,
    long failed,
    HistogramSnapshot serverDurations,
    HistogramSnapshot clientDurations) {}
