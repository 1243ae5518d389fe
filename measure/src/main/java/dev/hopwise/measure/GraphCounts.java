package dev.hopwise.measure;

/// What the service graph could not show, none of it weighted.
///
/// @param unpairedClients CLIENT and PRODUCER spans whose other side never came and is not named
/// @param unpairedServers SERVER and CONSUMER spans whose parent never came
/// @param evicted spans given up early because too many were waiting
/// @param foldedRequests requests counted on an overflow edge
/// @param pending spans waiting now
public record GraphCounts(
    long unpairedClients, long unpairedServers, long evicted, long foldedRequests, int pending) {}
