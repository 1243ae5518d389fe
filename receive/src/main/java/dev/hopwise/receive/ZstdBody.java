package dev.hopwise.receive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import org.jspecify.annotations.Nullable;

/// zstd frames (RFC 8878), any number of them, with or without their content's size.
///
/// The whole body is decompressed at once into the bounded buffer; where that proves too small,
/// again into twice as much. So no window is ever allocated, whatever size a frame asks for.
final class ZstdBody implements AutoCloseable {

  private static final long RATIO_EXPECTED = 8;

  /// The library itself, 160 kB of native memory a context, is loaded with the first such body.
  private @Nullable ZstdDecompressCtx context;

  void decompress(byte[] body, int offset, int length, BodyBuffer out) {
    // Zero or less when the first frame does not say, or is no frame.
    long announced = Zstd.getFrameContentSize(body, offset, length);
    out.announce(announced);
    out.begin(Math.max(RATIO_EXPECTED * length, announced));
    while (!fits(body, offset, length, out)) {
      out.grow();
    }
  }

  private boolean fits(byte[] body, int offset, int length, BodyBuffer out) {
    try {
      out.size =
          context().decompressByteArray(out.bytes, 0, out.bytes.length, body, offset, length);
      return true;
    } catch (ZstdException e) {
      if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
        return false;
      }
      throw UndecodableException.malformed("zstd body is damaged: " + e.getMessage());
    }
  }

  private ZstdDecompressCtx context() {
    ZstdDecompressCtx made = context;
    if (made == null) {
      made = new ZstdDecompressCtx();
      context = made;
    }
    return made;
  }

  @Override
  public void close() {
    if (context != null) {
      context.close();
      context = null;
    }
  }
}
