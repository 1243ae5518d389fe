package dev.hopwise.store.lake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Collects a file's index while the file is written, and writes it; {@link SegmentIndex} draws the
/// bytes.
///
/// Used by one thread. Holds 20 bytes for each trace and up to 32 for each distinct token.
final class IndexBuilder implements IndexWriter {

  /// With more distinct tokens the file goes without a filter (its searches read more, and are as
  /// right): 8 million are 128 MB here, and a filter of 12 MB.
  private static final int TOKENS_MAX = 8_000_000;

  private final TraceIndexWriter traces = new TraceIndexWriter();
  private LongSet tokens = new LongSet();
  private boolean tooManyTokens;

  @Override
  public void expectTokens(int count) {
    tokens = new LongSet(Math.min(count, TOKENS_MAX));
  }

  @Override
  public void trace(long idHigh, long idLow, int firstRow, int rows) {
    traces.add(idHigh, idLow, firstRow, rows);
  }

  @Override
  public void token(long hash) {
    if (tooManyTokens) {
      return;
    }
    tokens.add(hash);
    if (tokens.size() > TOKENS_MAX) {
      tooManyTokens = true;
      tokens = new LongSet();
    }
  }

  /// Writes the index under a temporary name, makes it durable, and gives it its name.
  ///
  /// @return its bytes on disk
  @Override
  public long write(Path to) throws IOException {
    ByteBuffer bytes = build();
    long length = bytes.remaining();
    Path temporary = to.resolveSibling(to.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return length;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Section(int kind, byte[] bytes) {}

  private ByteBuffer build() {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section(SegmentIndex.TRACES, traces.build()));
    if (!tooManyTokens) {
      sections.add(new Section(SegmentIndex.TOKENS, TokenFilter.build(tokens)));
    }
    int headBytes = SegmentIndex.headBytes(sections.size());
    int length = headBytes + sections.stream().mapToInt(s -> s.bytes.length).sum();
    ByteBuffer to = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    to.putLong(SegmentIndex.MAGIC).putLong(traces.rows()).putInt(sections.size());
    long offset = headBytes;
    for (Section section : sections) {
      CRC32C crc = new CRC32C();
      crc.update(section.bytes);
      to.putInt(section.kind).putInt((int) crc.getValue());
      to.putLong(offset).putLong(section.bytes.length);
      offset += section.bytes.length;
    }
    CRC32C crc = new CRC32C();
    crc.update(to.array(), 0, to.position());
    to.putInt((int) crc.getValue());
    for (Section section : sections) {
      to.put(section.bytes);
    }
    return to.flip();
  }
}
