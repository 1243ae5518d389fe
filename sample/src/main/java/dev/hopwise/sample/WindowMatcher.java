package dev.hopwise.sample;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The incident windows, asked for each trace that is decided. Called by one thread at a time.
public interface WindowMatcher {

  /// No windows.
  WindowMatcher NONE =
      new WindowMatcher() {
        @Override
        public List<Condition> conditions() {
          return List.of();
        }

        @Override
        public @Nullable WindowMatch match(
            TraceFacts trace, ConditionSet conditions, long nowEpochNanos) {
          return null;
        }

        @Override
        public void decided(WindowMatch match, TraceFacts trace, boolean kept) {}
      };

  /// The scopes of the windows that are open, or about to. Whenever they change, {@link
  /// DecisionEngine#windowsChanged} is called afterwards.
  List<Condition> conditions();

  /// The window with the highest rate that wants the trace, or null.
  @Nullable WindowMatch match(TraceFacts trace, ConditionSet conditions, long nowEpochNanos);

  /// Told for every match after the decision.
  ///
  /// @param kept whether the trace is kept, by the window or by a rule
  void decided(WindowMatch match, TraceFacts trace, boolean kept);
}
