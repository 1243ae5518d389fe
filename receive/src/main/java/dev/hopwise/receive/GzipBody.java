package dev.hopwise.receive;

import java.util.zip.CRC32;
import java.util.zip.Inflater;

/// gzip (RFC 1952), one member after the other, each with its optional header fields; length and
/// checksum of each are verified.
///
/// ```
/// 1F 8B | 08 | flags | time 4 | xfl | os | [extra: length 2, …] [name … 0] [comment … 0] [crc16]
/// deflate stream
/// CRC-32 of the content, 4 | length of the content mod 2^32, 4          (both least significant first)
/// ```
final class GzipBody implements AutoCloseable {

  /// Every member costs a reset of the inflater; block-wise writers make one per 64 KiB.
  private static final int MEMBERS_MAX = 1 << 16;

  private static final int HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;
  private static final int METHOD_DEFLATE = 8;
  private static final int FLAG_HEADER_CRC = 1 << 1;
  private static final int FLAG_EXTRA = 1 << 2;
  private static final int FLAG_NAME = 1 << 3;
  private static final int FLAG_COMMENT = 1 << 4;
  private static final int FLAGS_RESERVED = 0xE0;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();

  private byte[] body = new byte[0];
  private int position;
  private int end;

  void decompress(byte[] source, int offset, int length, BodyBuffer out) {
    out.begin(Inflation.RATIO_EXPECTED * length);
    body = source;
    position = offset;
    end = offset + length;
    try {
      for (int member = 0; position < end; member++) {
        if (member == MEMBERS_MAX) {
          throw UndecodableException.malformed("gzip body has more than 65536 members");
        }
        header();
        content(out);
      }
    } finally {
      body = new byte[0]; // the sender's array is not ours to keep
    }
  }

  private void content(BodyBuffer out) {
    int from = out.size;
    position += Inflation.inflate(inflater, body, position, end - position, out);
    need(TRAILER_BYTES);
    crc.reset();
    crc.update(out.bytes, from, out.size - from);
    if (littleEndian(4) != crc.getValue()) {
      throw UndecodableException.malformed("gzip body does not match its CRC-32");
    }
    if (littleEndian(4) != out.size - from) {
      throw UndecodableException.malformed("gzip body does not match its length");
    }
  }

  private void header() {
    int start = position;
    need(HEADER_BYTES);
    if (littleEndian(2) != 0x8B1F || littleEndian(1) != METHOD_DEFLATE) {
      throw UndecodableException.malformed("body is no gzip stream");
    }
    int flags = (int) littleEndian(1);
    if ((flags & FLAGS_RESERVED) != 0) {
      throw UndecodableException.malformed("gzip header has unknown flags");
    }
    position = start + HEADER_BYTES;
    if ((flags & FLAG_EXTRA) != 0) {
      need(2);
      int length = (int) littleEndian(2);
      need(length);
      position += length;
    }
    if ((flags & FLAG_NAME) != 0) {
      zeroTerminated();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      zeroTerminated();
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      headerCrc(start);
    }
  }

  private void headerCrc(int start) {
    crc.reset();
    crc.update(body, start, position - start);
    need(2);
    if (littleEndian(2) != (crc.getValue() & 0xFFFF)) {
      throw UndecodableException.malformed("gzip header does not match its checksum");
    }
  }

  private void zeroTerminated() {
    do {
      need(1);
    } while (body[position++] != 0);
  }

  private void need(int count) {
    if (count > end - position) {
      throw UndecodableException.malformed("gzip body is cut off");
    }
  }

  private long littleEndian(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (body[position++] & 0xFFL) << (8 * i);
    }
    return value;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
