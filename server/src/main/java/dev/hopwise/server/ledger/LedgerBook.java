package dev.hopwise.server.ledger;

import dev.hopwise.measure.ledger.KeyAdvice;
import dev.hopwise.measure.ledger.KeyReading;
import dev.hopwise.measure.ledger.Ledger;
import dev.hopwise.measure.ledger.LedgerLimits;
import dev.hopwise.measure.ledger.LedgerReading;
import dev.hopwise.measure.ledger.MalformedLedgerException;
import dev.hopwise.sample.Condition;
import dev.hopwise.sample.Policy;
import dev.hopwise.store.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ledger with what queries used, both kept in `ledger/` of the data folder: what a crash loses
/// is at most the last {@link #SAVED_EVERY}.
///
/// A key that begins to stand out is told in the log, once.
///
/// **Threads.** Any; {@link #keepHouse} and {@link #close} one at a time.
public final class LedgerBook implements AutoCloseable {

  /// How often the ledger is written down.
  static final Duration SAVED_EVERY = Duration.ofMinutes(5);

  /// How often it is looked at for keys that stand out.
  static final Duration LOOKED_AT_EVERY = Duration.ofSeconds(15);

  private static final Duration LOOKED_AT = Duration.ofMinutes(5);
  private static final Logger LOG = LoggerFactory.getLogger(LedgerBook.class);

  /// Which key of which service.
  private record Flagged(String service, String scope, String key) {}

  private final Clock clock;
  private final AtomicFile file;
  private final Ledger ledger;
  private final QueriedKeys queried;
  private Set<Flagged> told = Set.of();
  private volatile List<LedgerEntry> flagged = List.of();
  private volatile Instant saved;
  private Instant lookedAt;

  private LedgerBook(Clock clock, AtomicFile file, Ledger ledger, QueriedKeys queried) {
    this.clock = clock;
    this.file = file;
    this.ledger = ledger;
    this.queried = queried;
    saved = clock.instant();
    lookedAt = clock.instant();
  }

  /// Goes on where the last process stopped.
  ///
  /// @param folder of the data
  /// @throws IOException when there are files that cannot be read at all
  public static LedgerBook open(Path folder, Clock clock) throws IOException {
    Path own = folder.resolve("ledger");
    AtomicFile file = new AtomicFile(own, "ledger.bin");
    Ledger ledger =
        new Ledger(LedgerLimits.DEFAULT, new SecureRandom().nextLong(), nanos(clock.instant()));
    byte[] content = file.load();
    if (content != null) {
      try {
        ledger.restore(content, nanos(clock.instant()));
      } catch (MalformedLedgerException e) {
        file.putAside("the attribute ledger", e);
      }
    }
    QueriedKeys queried = new QueriedKeys(new AtomicFile(own, "queried.json"), clock);
    return new LedgerBook(clock, file, ledger, queried);
  }

  /// Where spans are counted.
  public Ledger ledger() {
    return ledger;
  }

  /// Where queries tell what they use.
  public QueriedKeys queried() {
    return queried;
  }

  /// What the ledger says of a span of time.
  public LedgerReading read(String service, Instant from, Instant to) {
    return ledger.read(service, nanos(from), nanos(to), nanos(clock.instant()));
  }

  /// A key's figures with what follows from them.
  public LedgerEntry entry(KeyReading reading) {
    @Nullable Instant last = queried.last(reading.scope(), reading.key());
    return new LedgerEntry(reading, KeyAdvice.of(reading, last != null), last);
  }

  /// The keys that stand out, as of the last look.
  public List<LedgerEntry> flagged() {
    return flagged;
  }

  /// To be called each second.
  ///
  /// @param policy in force, whose conditions ask for attributes all the time
  /// @param windows the conditions of the open windows, which do, too
  public void keepHouse(Supplier<Policy> policy, Supplier<List<Condition>> windows)
      throws IOException {
    Instant now = clock.instant();
    if (!now.isBefore(lookedAt.plus(LOOKED_AT_EVERY))) {
      lookedAt = now;
      use(policy.get(), windows.get());
      look(now);
      queried.save();
    }
    if (!now.isBefore(saved.plus(SAVED_EVERY))) {
      saved = now;
      save();
    }
  }

  private void use(Policy policy, List<Condition> windows) {
    policy
        .rules()
        .forEach(rule -> {
          if (rule.when() != null) {
            queried.used(rule.when().query());
          }
        });
    windows.forEach(window -> queried.used(window.query()));
    if (policy.asksForTenants()) {
      queried.used(new Field.AttributeOf(Field.Scope.ANY, policy.tenantAttribute()));
    }
  }

  private void look(Instant now) {
    List<LedgerEntry> found =
        read("", now.minus(LOOKED_AT), now.plusMillis(1)).keys().stream()
            .map(this::entry)
            .filter(entry -> !entry.advice().flags().isEmpty())
            .toList();
    Set<Flagged> names = new HashSet<>();
    for (LedgerEntry entry : found) {
      KeyReading key = entry.reading();
      Flagged name = new Flagged(key.service(), key.scope().text(), key.key());
      names.add(name);
      if (!told.contains(name)) {
        LOG.warn(
            "attribute stands out service={} scope={} key={} flags={} advice={} example={}: {}",
            key.service(),
            key.scope().text(),
            key.key(),
            entry.advice().flags().stream().map(KeyAdvice.Flag::text).toList(),
            entry.advice().action().text(),
            key.example().text(),
            entry.advice().reason());
      }
    }
    told = names;
    flagged = found;
  }

  /// Forgets all examples of values, here and soon on disk, since some are not to be kept any more.
  public void forgetExamples() {
    ledger.forgetExamples();
    saved = Instant.EPOCH;
  }

  /// Writes all of it down.
  public void save() throws IOException {
    file.save(ledger.save());
    queried.save();
  }

  @Override
  public void close() throws IOException {
    save();
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
