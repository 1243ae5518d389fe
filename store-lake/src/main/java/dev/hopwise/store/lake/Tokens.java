package dev.hopwise.store.lake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The 64-bit hashes of (key, value) pairs that a file's token filter holds.
///
/// They lie on disk, so the function never changes: with all arithmetic modulo 2^64,
///
/// ```
/// part(bytes):  h = length × K0
///               for each 8 bytes, little-endian, the last ones padded with zeros, as w:
///                 h = (h xor w) × K1;  h = h xor (h >>> 32)
/// pair(k, v):   h = k × K2 + v;  then the 64-bit finalizer of MurmurHash3 (Appleby, 2011)
/// ```
///
/// What has a token: see FORMAT.md section 2.
final class Tokens {

  /// The key under which `service` has its tokens.
  static final String SERVICE = "service";

  /// The key under which `name` has its tokens.
  static final String NAME = "name";

  /// A pair with the empty key and this value says that some span attribute's value is an array.
  static final String ARRAYS = "array";

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long K0 = 0x9e3779b97f4a7c15L;
  private static final long K1 = 0xbf58476d1ce4e5b9L;
  private static final long K2 = 0xd6e8feb86659fd93L;

  private Tokens() {}

  /// The token of a key with a value's text.
  static long hash(String key, String value) {
    return pair(part(key), part(value));
  }

  /// The token of a key with a value's text, both UTF-8.
  static long hash(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    return pair(part(key, keyOffset, keyLength), part(value, valueOffset, valueLength));
  }

  /// One half of a token.
  static long part(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return part(utf8, 0, utf8.length);
  }

  /// One half of a token, from UTF-8.
  static long part(byte[] bytes, int offset, int length) {
    long hash = length * K0;
    int at = offset;
    int end = offset + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = step(hash, (long) LONGS.get(bytes, at));
    }
    if (at < end) {
      long word = 0;
      for (int i = end - 1; i >= at; i--) {
        word = word << 8 | (bytes[i] & 0xff);
      }
      hash = step(hash, word);
    }
    return hash;
  }

  /// A token from its halves, for those who keep the halves.
  static long pair(long keyPart, long valuePart) {
    long hash = keyPart * K2 + valuePart;
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  private static long step(long hash, long word) {
    long mixed = (hash ^ word) * K1;
    return mixed ^ (mixed >>> 32);
  }
}
