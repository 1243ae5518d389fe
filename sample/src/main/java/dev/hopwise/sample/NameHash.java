package dev.hopwise.sample;

import dev.hopwise.model.otlp.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/// 64-bit hashes of names, equal for equal texts within one process. They differ from process to
/// process, so that no sender can choose names that collide; whatever outlives the process keeps
/// the texts.
public final class NameHash {

  private static final long SEED = new SecureRandom().nextLong();
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private NameHash() {}

  /// Of a text's UTF-8 bytes.
  public static long of(byte[] bytes, int offset, int length) {
    long hash = add(SEED, length);
    int end = offset + length;
    int at = offset;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      hash = add(hash, ProtoReader.longAt(bytes, at));
    }
    long tail = 0;
    for (; at < end; at++) {
      tail = (tail << Byte.SIZE) | (bytes[at] & 0xFF);
    }
    return add(hash, tail);
  }

  /// Of a text.
  public static long of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return of(bytes, 0, bytes.length);
  }

  /// Of two in this order.
  public static long of(long first, long second) {
    return add(first, second);
  }

  /// {@link TraceFacts#operationHash} of two texts.
  public static long ofOperation(String rootService, String rootName) {
    return of(of(rootService), of(rootName));
  }

  /// {@link TraceFacts#errorKind} of three texts.
  public static long ofErrorKind(ErrorKind kind) {
    return of(of(of(kind.service()), of(kind.spanName())), of(kind.errorType()));
  }

  private static long add(long hash, long value) {
    long mixed = (hash ^ value) * MULTIPLIER;
    return ((mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L) ^ (mixed >>> 32);
  }
}
