package dev.hopwise.server.policy;

import dev.hopwise.sample.Policy;
import dev.hopwise.sample.PolicyParser;
import dev.hopwise.sample.PolicyProblem;
import dev.hopwise.sample.PolicyResult;
import dev.hopwise.sample.PolicyText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which policy is in force, and how it is replaced.
///
/// A policy comes from the file that `sampling.policy` names, or over the API; what was written
/// last holds, also over a restart: the accepted one is saved in the data folder, and the file is
/// taken again when it is newer. What cannot be used changes nothing and is told in {@link
/// PolicyView#rejected}.
///
/// **Threads.** Any; one lock, which a device may hold for a moment.
public final class PolicyBook {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyBook.class);

  private record InForce(PolicySource source, String yaml, Policy policy, Instant since) {}

  private final PolicyShelf shelf;
  private final @Nullable PolicyFile file;
  private final Policy builtIn;
  private final Clock clock;
  private Consumer<Policy> target = _ -> {};
  private InForce inForce;
  private @Nullable RejectedPolicy rejected;

  private PolicyBook(PolicyShelf shelf, @Nullable PolicyFile file, Policy builtIn, Clock clock) {
    this.shelf = shelf;
    this.file = file;
    this.builtIn = builtIn;
    this.clock = clock;
    this.inForce = inForceBuiltIn();
  }

  /// Finds out which policy holds.
  ///
  /// @param folder where accepted policies are saved
  /// @param watched the file that `sampling.policy` names
  /// @param builtIn what holds where nobody gave one
  /// @throws IOException when there is no usable policy though one is asked for: the file cannot be
  ///   used and nothing was saved; the message tells every problem
  public static PolicyBook open(Path folder, Optional<Path> watched, Policy builtIn, Clock clock)
      throws IOException {
    PolicyBook book =
        new PolicyBook(
            new PolicyShelf(folder), watched.map(PolicyFile::new).orElse(null), builtIn, clock);
    book.start();
    return book;
  }

  /// Who is told of each new policy, under the lock, after those who were named before; what it
  /// throws refuses the policy.
  public synchronized void onChange(Consumer<Policy> newTarget) {
    target = target.andThen(newTarget);
  }

  /// The policy in force.
  public synchronized Policy policy() {
    return inForce.policy;
  }

  public synchronized PolicyView view() {
    return new PolicyView(
        inForce.source,
        Optional.ofNullable(file).map(PolicyFile::path),
        inForce.yaml,
        inForce.policy,
        inForce.since,
        Optional.ofNullable(rejected));
  }

  /// Puts a policy in force that somebody sent, unless it has problems.
  ///
  /// @throws IOException when it could not be saved: nothing has changed then
  public synchronized PolicyResult put(String yaml) throws IOException {
    PolicyResult result = PolicyParser.parse(yaml);
    if (result instanceof PolicyResult.Accepted(Policy policy)) {
      accept(new InForce(PolicySource.API, yaml, policy, clock.instant()));
    }
    return result;
  }

  /// Gives up what was sent: the file holds again, or without one the built-in policy.
  ///
  /// @throws IOException when the saved one could not be removed: nothing has changed then
  public synchronized void reset() throws IOException {
    shelf.clear();
    inForce = inForceBuiltIn();
    rejected = null;
    if (file != null) {
      file.forget();
      poll();
    }
    if (inForce.source == PolicySource.BUILT_IN) {
      target.accept(builtIn);
    }
  }

  /// Looks at the file; to be called each second.
  public synchronized void poll() {
    PolicyFile.Found found = file == null ? null : file.look();
    switch (found) {
      case null -> {}
      case PolicyFile.Found.Unreadable(String detail) -> reject(PolicySource.FILE, whole(detail));
      case PolicyFile.Found.Text(String yaml, long _) -> take(yaml);
    }
  }

  private void take(String yaml) {
    switch (PolicyParser.parse(yaml)) {
      case PolicyResult.Refused(List<PolicyProblem> problems) ->
          reject(PolicySource.FILE, problems);
      case PolicyResult.Accepted(Policy policy) -> {
        try {
          accept(new InForce(PolicySource.FILE, yaml, policy, clock.instant()));
        } catch (IOException e) {
          reject(PolicySource.FILE, whole("it could not be saved: " + e.getMessage()));
        }
      }
    }
  }

  private void accept(InForce next) throws IOException {
    boolean same = next.source == inForce.source && next.yaml.equals(inForce.yaml);
    if (!same) {
      shelf.save(new PolicyShelf.Saved(next.source, next.since.toEpochMilli(), next.yaml));
      target.accept(next.policy);
      inForce = next;
      LOG.info(
          "policy in force source={} rules={}", next.source.text(), next.policy.rules().size());
    }
    rejected = null;
  }

  private void reject(PolicySource source, List<PolicyProblem> problems) {
    rejected = new RejectedPolicy(source, clock.instant(), problems);
    LOG.error(
        "policy rejected, the one before stays in force source={} file={}: {}",
        source.text(),
        file == null ? "" : file.path(),
        problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("; ")));
  }

  private void start() throws IOException {
    PolicyShelf.Saved saved = shelf.load();
    if (saved != null && (saved.source() == PolicySource.API || file != null)) {
      startFrom(saved);
    }
    boolean usable = saved != null && inForce.source != PolicySource.BUILT_IN;
    if (file != null) {
      startFrom(file, usable ? saved : null);
    }
  }

  private void startFrom(PolicyShelf.Saved saved) {
    switch (PolicyParser.parse(saved.yaml())) {
      case PolicyResult.Refused(List<PolicyProblem> problems) -> reject(saved.source(), problems);
      case PolicyResult.Accepted(Policy policy) ->
          inForce = new InForce(saved.source(), saved.yaml(), policy, clock.instant());
    }
  }

  private void startFrom(PolicyFile watched, PolicyShelf.@Nullable Saved saved) throws IOException {
    PolicyFile.Found found = watched.look();
    boolean sentLater =
        saved != null
            && saved.source() == PolicySource.API
            && found instanceof PolicyFile.Found.Text(String _, long modified)
            && modified <= saved.savedEpochMillis();
    if (sentLater) {
      LOG.info("the policy that was sent to the API is newer than file={}", watched.path());
      return;
    }
    switch (found) {
      case null -> throw new IllegalStateException("the first look finds something");
      case PolicyFile.Found.Unreadable(String detail) -> reject(PolicySource.FILE, whole(detail));
      case PolicyFile.Found.Text(String yaml, long _) -> take(yaml);
    }
    if (rejected != null && saved == null) {
      throw new IOException(
          "%s cannot be used as a policy:\n%s".formatted(watched.path(), problems(rejected)));
    }
  }

  private static String problems(RejectedPolicy rejected) {
    return rejected.problems().stream()
        .map(problem -> "  " + problem)
        .collect(Collectors.joining("\n"));
  }

  private InForce inForceBuiltIn() {
    return new InForce(PolicySource.BUILT_IN, PolicyText.of(builtIn), builtIn, clock.instant());
  }

  /// A problem of the text as a whole.
  private static List<PolicyProblem> whole(String detail) {
    return List.of(new PolicyProblem(1, 1, detail));
  }
}
