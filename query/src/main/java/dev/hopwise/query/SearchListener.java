package dev.hopwise.query;

/// Is told what a search finds while it runs, on the search's thread. What it does takes the
/// search's time, and its exceptions end the search.
public interface SearchListener {

  /// Waits for the answer.
  SearchListener NONE =
      new SearchListener() {
        @Override
        public void found(TraceSummary trace, SearchProgress progress) {}

        @Override
        public void progress(SearchProgress progress) {}
      };

  /// A trace that belongs to the answer; each once, in the answer's order, at most as many as the
  /// question's limit. The answer may hold more than were told, and tells others when it is
  /// partial.
  void found(TraceSummary trace, SearchProgress progress);

  /// Another page of candidates was looked at.
  void progress(SearchProgress progress);
}
