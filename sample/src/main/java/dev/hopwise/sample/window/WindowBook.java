package dev.hopwise.sample.window;

import dev.hopwise.sample.Condition;
import dev.hopwise.sample.ConditionSet;
import dev.hopwise.sample.TraceFacts;
import dev.hopwise.sample.WindowMatch;
import dev.hopwise.sample.WindowMatcher;
import dev.hopwise.sample.head.HeadWindow;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All incident windows: those that are open, those that wait for their last traces, and those that
/// ended.
///
/// **Which traces.** One belongs to a window if it was first seen before the window's end and is
/// decided at or after its opening. So nothing that is pending at the end is lost, and nothing that
/// begins after it is kept, however late anybody looks at the clock. What was decided before the
/// opening is the reach-back's.
///
/// **Opening.** The opening time is read from the clock while no trace is being matched, and the
/// journal's end after that: whatever was decided without the window lies before both.
///
/// **Threads.** {@link #match} and {@link #decided} by one thread at a time, everything else by
/// any. Nobody waits for the device but who opens or closes a window, and {@link #tick}.
public final class WindowBook implements WindowMatcher {

  /// What the death of the process may take of the counts.
  private static final long SAVED_EVERY_NANOS = 5_000_000_000L;

  private final WindowLimits limits;
  private final WindowCheck check;
  private final Clock clock;
  private final RandomGenerator random;
  private final LongSupplier journalEnd;
  private final WindowShelf shelf;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock saving = new ReentrantLock();

  /// By id, oldest first. Guarded by the lock.
  private final Map<String, LiveWindow> live = new LinkedHashMap<>();

  private final Map<String, IncidentWindow> ended = new LinkedHashMap<>();
  private boolean dirty;
  private boolean moved;
  private long savedEpochNanos;
  private volatile Runnable onChange = () -> {};

  /// @param random for the ids
  /// @param journalEnd the place behind the journal's last record
  /// @param restored what an earlier process saved; those whose time has passed are ended
  public WindowBook(
      WindowLimits limits,
      Clock clock,
      RandomGenerator random,
      LongSupplier journalEnd,
      WindowShelf shelf,
      List<IncidentWindow> restored) {
    this.limits = limits;
    this.check = new WindowCheck(limits);
    this.clock = clock;
    this.random = random;
    this.journalEnd = journalEnd;
    this.shelf = shelf;
    long now = now();
    restored.stream()
        .sorted(Comparator.comparingLong(IncidentWindow::opensEpochNanos))
        .forEach(each -> restore(each, now));
    moveOn(now);
  }

  /// Who is told, on the thread that caused it, that {@link #conditions} may have changed.
  public void onChange(Runnable listener) {
    onChange = listener;
  }

  /// Opens a window; when this returns it is in force, and saved.
  ///
  /// @throws java.io.UncheckedIOException when it could not be saved; it is not open then
  public OpenAnswer open(WindowRequest request) {
    OpenAnswer.Refused problem = check.problem(request);
    if (problem != null) {
      return problem;
    }
    LiveWindow window = add(request);
    if (window == null) {
      return new OpenAnswer.TooMany(limits.openMax());
    }
    try {
      save();
    } catch (RuntimeException e) {
      remove(window);
      throw e;
    }
    onChange.run();
    return new OpenAnswer.Opened(find(window.id()).orElseThrow());
  }

  /// Every window, newest first.
  public List<IncidentWindow> list() {
    lock.lock();
    try {
      moveOn(now());
      List<IncidentWindow> all = new ArrayList<>(ended.values());
      live.values().forEach(each -> all.add(each.snapshot()));
      all.sort(Comparator.comparingLong(IncidentWindow::opensEpochNanos).reversed());
      return all;
    } finally {
      lock.unlock();
    }
  }

  /// One window.
  public Optional<IncidentWindow> find(String id) {
    lock.lock();
    try {
      moveOn(now());
      LiveWindow window = live.get(id);
      return Optional.ofNullable(window == null ? ended.get(id) : window.snapshot());
    } finally {
      lock.unlock();
    }
  }

  /// Ends a window, and its reach-back if that is not done; without effect on one that has ended.
  public Optional<IncidentWindow> close(String id) {
    lock.lock();
    try {
      LiveWindow window = live.get(id);
      if (window != null) {
        end(window);
      }
    } finally {
      lock.unlock();
    }
    save();
    onChange.run();
    return find(id);
  }

  /// What the head is told: the open ones, at the rates that were asked for. What their budgets
  /// leave is computed from what arrives; if that followed it, the two would swing. The tail keeps
  /// the budgets.
  public List<HeadWindow> forHead() {
    lock.lock();
    try {
      moveOn(now());
      return live.values().stream()
          .filter(each -> each.state() == WindowState.OPEN)
          .map(each -> new HeadWindow(each.condition().query(), each.rate()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /// The scopes of those that traces may still belong to.
  @Override
  public List<Condition> conditions() {
    lock.lock();
    try {
      return live.values().stream()
          .filter(each -> each.state() != WindowState.CLOSED)
          .map(LiveWindow::condition)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable WindowMatch match(
      TraceFacts trace, ConditionSet conditions, long nowEpochNanos) {
    lock.lock();
    try {
      @Nullable WindowMatch best = null;
      for (LiveWindow each : live.values()) {
        if (each.wants(trace, conditions, nowEpochNanos)) {
          dirty = true;
          double rate = each.offer(trace, nowEpochNanos);
          if (rate > (best == null ? 0 : best.rate())) {
            best = new WindowMatch(each.id(), rate);
          }
        }
      }
      return best;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void decided(WindowMatch match, TraceFacts trace, boolean kept) {
    lock.lock();
    try {
      LiveWindow window = live.get(match.windowId());
      if (kept && window != null) {
        window.kept(match.rate(), trace);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Updates how far a window's reach-back has come.
  ///
  /// @param update of what it is then; somebody may have cancelled it
  /// @return the window after it, or empty when there is none that changes any more
  public Optional<IncidentWindow> reachBack(String id, UnaryOperator<ReachBackProgress> update) {
    lock.lock();
    try {
      LiveWindow window = live.get(id);
      if (window == null) {
        return Optional.empty();
      }
      window.reachBack(update.apply(window.reachBack()));
      dirty = true;
      return Optional.of(window.snapshot());
    } finally {
      lock.unlock();
    }
  }

  /// To be called each second: ends what is over, forgets what is old, and saves what has changed:
  /// a state at once, counts after some seconds.
  public void tick() {
    boolean tell;
    boolean saves;
    lock.lock();
    try {
      long now = now();
      moveOn(now);
      tell = moved;
      moved = false;
      saves = tell || (dirty && now - savedEpochNanos >= SAVED_EVERY_NANOS);
    } finally {
      lock.unlock();
    }
    if (tell) {
      onChange.run();
    }
    if (saves) {
      save();
    }
  }

  /// Saves the counts as they are now.
  ///
  /// @throws java.io.UncheckedIOException when they could not be
  public void save() {
    saving.lock();
    try {
      List<IncidentWindow> all = list();
      lock.lock();
      try {
        dirty = false;
        savedEpochNanos = now();
      } finally {
        lock.unlock();
      }
      saveOrStayDirty(all);
    } finally {
      saving.unlock();
    }
  }

  private @Nullable LiveWindow add(WindowRequest request) {
    lock.lock();
    try {
      long now = now();
      moveOn(now);
      long counting = live.values().stream().filter(w -> w.state() != WindowState.CLOSED).count();
      if (counting >= limits.openMax()) {
        return null;
      }
      LiveWindow window = new LiveWindow(opened(request, now), now, limits.settle().toNanos());
      live.put(window.id(), window);
      dirty = true;
      return window;
    } finally {
      lock.unlock();
    }
  }

  private void remove(LiveWindow window) {
    lock.lock();
    try {
      live.remove(window.id());
    } finally {
      lock.unlock();
    }
  }

  private IncidentWindow opened(WindowRequest request, long now) {
    long reach = request.reachBack().toNanos();
    return new IncidentWindow(
        newId(now),
        request.scope(),
        request.rate(),
        request.rate(),
        reach,
        request.budgetSpansPerSecond(),
        request.reason(),
        request.opener(),
        WindowState.OPEN,
        now,
        now + request.ttl().toNanos(),
        WindowCounts.ZERO,
        reach == 0
            ? ReachBackProgress.NONE
            : ReachBackProgress.waiting(now - reach, journalEnd.getAsLong()));
  }

  /// Tells when it opened, to who reads it; letters, digits and `-` only.
  private String newId(long now) {
    String second = Instant.ofEpochSecond(now / 1_000_000_000L).toString();
    return String.format(
        "w%s-%04x", second.replaceAll("[-:Z]", ""), random.nextInt(1 << Short.SIZE));
  }

  private void end(LiveWindow window) {
    window.end(now());
    if (window.reachBack().isUnfinished()) {
      window.reachBack(
          window.reachBack().ended(ReachBackProgress.State.CANCELLED, "the window was closed"));
    }
    moveOn(now());
    dirty = true;
  }

  private void restore(IncidentWindow window, long now) {
    LiveWindow again = new LiveWindow(window, now, limits.settle().toNanos());
    if (again.isFinal()) {
      ended.put(window.id(), window);
    } else {
      live.put(window.id(), again);
    }
  }

  /// Moves every window on. Held: the lock, except while constructing.
  private void moveOn(long now) {
    for (LiveWindow each : List.copyOf(live.values())) {
      if (each.moveOn(now)) {
        moved = true;
        dirty = true;
      }
      if (each.isFinal()) {
        live.remove(each.id());
        ended.put(each.id(), each.snapshot());
      }
    }
    dirty |= forget(now);
  }

  private boolean forget(long now) {
    long oldest = now - limits.keptFor().toNanos();
    boolean forgotten = ended.values().removeIf(each -> each.closesEpochNanos() < oldest);
    while (ended.size() > limits.closedMax()) {
      ended.remove(ended.keySet().iterator().next());
    }
    return forgotten;
  }

  private void saveOrStayDirty(List<IncidentWindow> all) {
    try {
      shelf.save(all);
    } catch (RuntimeException e) {
      lock.lock();
      try {
        dirty = true;
      } finally {
        lock.unlock();
      }
      throw e;
    }
  }

  private long now() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
