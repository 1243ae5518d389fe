package dev.hopwise.store;

import java.util.List;

/// Found traces, newest first.
///
/// @param places at most the limit, in order
/// @param more whether traces may follow behind the last place
/// @param partial whether the time limit ended the search early
/// @param completeFromEpochNanos no matching trace whose place is at or after this time is missing
///   (below the `after` of the request); the range's beginning when everything was read
/// @param inspectedSpans spans whose values were looked at
/// @param inspectedBytes bytes that were read for it, decompressed
/// @param segmentsRead parts of the store that were looked into
/// @param segmentsPruned parts of the range that could be ruled out by their statistics or filters
public record SearchPage(
    List<SearchRequest.Place> places,
    boolean more,
    boolean partial,
    long completeFromEpochNanos,
    long inspectedSpans,
    long inspectedBytes,
    int segmentsRead,
    int segmentsPruned) {
  public SearchPage {
    places = List.copyOf(places);
  }
}
