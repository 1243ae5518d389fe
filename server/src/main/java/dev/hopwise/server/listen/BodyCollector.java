package dev.hopwise.server.listen;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import dev.hopwise.receive.DecodeResult.Fault;
import dev.hopwise.server.ingest.IngestOutcome;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Copies a body out of the network buffers as it arrives, within its limit and the budget.
///
/// Where the budget is used up nothing is read until there is room again, so that senders are held
/// up instead of being sent away; one that was held up for too long is refused. Where a body is
/// refused the rest is read and dropped, up to the limit once more, so that a sender that reads
/// nothing before it has written everything still gets its answer.
///
/// Runs on the request's event loop only.
final class BodyCollector implements Subscriber<HttpObject> {

  /// What every request is charged at least, so that the budget bounds their number too.
  private static final long CHARGE_BYTES_MIN = 1024;

  private static final byte[] NOTHING = new byte[0];
  private static final int BYTES_INITIAL = 16 << 10;

  /// A body that announces its length gets an array of that length at once, up to this: what a
  /// sender announces and never sends shall not take much of the budget.
  private static final int ANNOUNCED_BYTES_MAX = 1 << 20;

  private final int bytesMax;
  private final int bytesInitial;
  private final ByteBudget budget;
  private final BodyPool pool;
  private final EventExecutor eventLoop;
  private final Duration waitMax;
  private final CompletableFuture<Body> result = new CompletableFuture<>();
  private byte[] bytes = NOTHING;
  private int length;
  private long reservedBytes;
  private long droppedBytes;
  private @Nullable IngestOutcome refusal;
  private @Nullable Subscription subscription;

  /// What arrived and finds no room yet.
  private @Nullable HttpData held;

  /// Nothing more arrives.
  private boolean ended;

  private ByteBudget.@Nullable Waiting waiting;
  private @Nullable Future<?> deadline;

  /// @param announcedBytes what the head of the request says, or a negative number
  /// @param eventLoop the request's
  /// @param waitMax how long it may wait for room, all in all
  BodyCollector(
      int bytesMax,
      long announcedBytes,
      ByteBudget budget,
      BodyPool pool,
      EventExecutor eventLoop,
      Duration waitMax) {
    this.bytesMax = bytesMax;
    this.bytesInitial =
        announcedBytes < 0 ? BYTES_INITIAL : (int) Math.min(announcedBytes, ANNOUNCED_BYTES_MAX);
    this.budget = budget;
    this.pool = pool;
    this.eventLoop = eventLoop;
    this.waitMax = waitMax;
  }

  /// Completes when the body has ended; exceptionally when the sender went away.
  CompletableFuture<Body> result() {
    return result;
  }

  @Override
  public void onSubscribe(Subscription s) {
    subscription = s;
    int expected = BodyPool.lengthFor(Math.min(bytesInitial, bytesMax));
    if (takeOrStand(Math.max(CHARGE_BYTES_MIN, expected))) {
      s.request(1);
    }
  }

  @Override
  public void onNext(HttpObject object) {
    if (object instanceof HttpData data) {
      take(data);
    } else {
      more();
    }
  }

  @Override
  public void onComplete() {
    ended = true;
    if (held == null) {
      end();
    }
  }

  @Override
  public void onError(Throwable cause) {
    leave();
    letGo();
    release();
    result.completeExceptionally(cause);
  }

  private void end() {
    leave();
    result.complete(
        refusal == null ? new Body.Whole(bytes, length, reservedBytes) : new Body.Refused(refusal));
  }

  private void more() {
    if (subscription != null) {
      subscription.request(1);
    }
  }

  private void take(HttpData data) {
    int count = data.length();
    if (refusal == null && count > bytesMax - length) {
      refuse(
          new IngestOutcome.Invalid(
              Fault.TOO_LARGE,
              "request body exceeds receive.body-bytes-max of " + bytesMax + " bytes"));
    }
    if (refusal != null) {
      data.close();
      drop(count);
    } else {
      int size = sizeFor(length + count);
      if (takeOrStand(Math.max(0, BodyPool.lengthFor(size) - reservedBytes))) {
        copy(data, size);
        more();
      } else {
        held = data;
      }
    }
  }

  /// The array that is to hold so many bytes.
  private int sizeFor(int needed) {
    if (needed <= bytes.length) {
      return bytes.length;
    }
    long doubled = Math.max(bytesInitial, bytes.length * 2L);
    return (int) Math.min(bytesMax, Math.max(doubled, needed));
  }

  private void copy(HttpData data, int size) {
    if (size > bytes.length) {
      byte[] larger = array(size);
      System.arraycopy(bytes, 0, larger, 0, length);
      pool.giveBack(bytes);
      bytes = larger;
    }
    try (data) {
      ByteBuf source = data.byteBuf();
      source.getBytes(source.readerIndex(), bytes, length, data.length());
    }
    length += data.length();
  }

  private byte[] array(int size) {
    byte[] atHand = pool.poll(size);
    if (atHand == null) {
      return new byte[BodyPool.lengthFor(size)];
    }
    long more = Math.max(0, atHand.length - reservedBytes);
    if (!budget.tryTake(more)) { // it is longer than what was taken
      pool.giveBack(atHand);
      return new byte[BodyPool.lengthFor(size)];
    }
    reservedBytes += more;
    return atHand;
  }

  private void drop(int count) {
    droppedBytes += count;
    IngestOutcome reason = refusal;
    if (droppedBytes > bytesMax && reason != null && subscription != null) {
      subscription.cancel();
      result.complete(new Body.Refused(reason));
    } else {
      more();
    }
  }

  /// @return false when it has to be waited for: {@link #granted} or {@link #sentAway} follow
  private boolean takeOrStand(long count) {
    if (count == 0 || budget.tryTake(count)) {
      reservedBytes += count;
      return true;
    }
    waiting =
        waitMax.isZero()
            ? null
            : budget.stand(count, () -> eventLoop.execute(() -> granted(count)));
    if (waiting == null) {
      eventLoop.execute(this::sentAway);
    } else if (deadline == null) {
      deadline = eventLoop.schedule(this::waitedTooLong, waitMax.toNanos(), TimeUnit.NANOSECONDS);
    }
    return false;
  }

  private void granted(long count) {
    if (waiting == null) { // it has left the line meanwhile
      budget.giveBack(count);
      return;
    }
    waiting = null;
    reservedBytes += count;
    goOn();
  }

  private void waitedTooLong() {
    if (waiting != null) {
      sentAway();
    }
  }

  private void sentAway() {
    leave();
    refuse(noRoom());
    goOn();
  }

  private void goOn() {
    HttpData data = held;
    held = null;
    if (data == null) {
      more();
      return;
    }
    take(data);
    if (ended && held == null) {
      end();
    }
  }

  private void leave() {
    ByteBudget.Waiting place = waiting;
    waiting = null;
    if (place != null) {
      var _ = place.leave(); // granted at this moment: then `granted` gives back
    }
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private void letGo() {
    if (held != null) {
      held.close();
      held = null;
    }
  }

  private void refuse(IngestOutcome outcome) {
    refusal = outcome;
    release();
  }

  private void release() {
    pool.giveBack(bytes);
    bytes = NOTHING;
    budget.giveBack(reservedBytes);
    reservedBytes = 0;
    length = 0;
  }

  private IngestOutcome noRoom() {
    return new IngestOutcome.Overloaded(
        "request bodies of receive.queue-bytes are in memory already, and no room came within"
            + " receive.queue-wait of "
            + waitMax.toMillis()
            + " ms");
  }
}
