package dev.hopwise.server.listen;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import dev.hopwise.receive.DecodeResult.Fault;
import dev.hopwise.server.ingest.IngestOutcome;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Copies a body out of the network buffers as it arrives, within its limit and the budget.
///
/// Where a limit is exceeded the rest is read and dropped, up to the limit once more, so that a
/// sender that reads nothing before it has written everything still gets its answer.
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
  private final CompletableFuture<Body> result = new CompletableFuture<>();
  private byte[] bytes = NOTHING;
  private int length;
  private long reservedBytes;
  private long droppedBytes;
  private @Nullable IngestOutcome refusal;
  private @Nullable Subscription subscription;

  /// @param announcedBytes what the head of the request says, or a negative number
  BodyCollector(int bytesMax, long announcedBytes, ByteBudget budget, BodyPool pool) {
    this.bytesMax = bytesMax;
    this.bytesInitial =
        announcedBytes < 0 ? BYTES_INITIAL : (int) Math.min(announcedBytes, ANNOUNCED_BYTES_MAX);
    this.budget = budget;
    this.pool = pool;
  }

  /// Completes when the body has ended; exceptionally when the sender went away.
  CompletableFuture<Body> result() {
    return result;
  }

  @Override
  public void onSubscribe(Subscription s) {
    subscription = s;
    if (!reserve(CHARGE_BYTES_MIN)) {
      refuse(noRoom());
    }
    s.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(HttpObject object) {
    if (object instanceof HttpData data) {
      try (data) {
        take(data);
      }
    }
  }

  @Override
  public void onComplete() {
    result.complete(
        refusal == null ? new Body.Whole(bytes, length, reservedBytes) : new Body.Refused(refusal));
  }

  @Override
  public void onError(Throwable cause) {
    release();
    result.completeExceptionally(cause);
  }

  private void take(HttpData data) {
    int more = data.length();
    if (refusal == null) {
      if (more > bytesMax - length) {
        refuse(
            new IngestOutcome.Invalid(
                Fault.TOO_LARGE,
                "request body exceeds receive.body-bytes-max of " + bytesMax + " bytes"));
      } else if (!makeRoom(length + more)) {
        refuse(noRoom());
      } else {
        copy(data, more);
        return;
      }
    }
    drop(more);
  }

  private void copy(HttpData data, int more) {
    ByteBuf source = data.byteBuf();
    source.getBytes(source.readerIndex(), bytes, length, more);
    length += more;
  }

  private void drop(int more) {
    droppedBytes += more;
    IngestOutcome reason = refusal;
    if (droppedBytes > bytesMax && reason != null && subscription != null) {
      subscription.cancel();
      result.complete(new Body.Refused(reason));
    }
  }

  private boolean makeRoom(int needed) {
    if (needed <= bytes.length) {
      return true;
    }
    long doubled = Math.max(bytesInitial, bytes.length * 2L);
    int size = (int) Math.min(bytesMax, Math.max(doubled, needed));
    byte[] atHand = pool.poll(size);
    int taken = atHand == null ? BodyPool.lengthFor(size) : atHand.length;
    if (!reserve(Math.max(0, taken - reservedBytes))) {
      return false; // an array at hand is forgotten: memory is what is short
    }
    byte[] larger = atHand == null ? new byte[taken] : atHand;
    System.arraycopy(bytes, 0, larger, 0, length);
    pool.giveBack(bytes);
    bytes = larger;
    return true;
  }

  private boolean reserve(long more) {
    if (!budget.tryTake(more)) {
      return false;
    }
    reservedBytes += more;
    return true;
  }

  private void refuse(IngestOutcome outcome) {
    refusal = outcome;
    release();
  }

  private void release() {
    budget.giveBack(reservedBytes);
    reservedBytes = 0;
    pool.giveBack(bytes);
    bytes = NOTHING;
    length = 0;
  }

  private static IngestOutcome noRoom() {
    return new IngestOutcome.Overloaded(
        "request bodies of receive.queue-bytes are in memory already");
  }
}
