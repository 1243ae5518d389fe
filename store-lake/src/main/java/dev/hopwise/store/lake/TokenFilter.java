package dev.hopwise.store.lake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The split-block Bloom filter of Parquet (BloomFilter.md; Putze, Sanders, Singler 2007), over
/// {@link Tokens}: at 12 bits for each token about 0.55 % of absent ones seem present, and none
/// that is present seems absent.
///
/// ```
/// u32 blocks, then each block: 8 × u32, little-endian
/// ```
final class TokenFilter {

  static final int BLOCK_BYTES = 32;
  private static final int WORDS = 8;
  private static final int BITS_PER_TOKEN = 12;

  private static final int[] SALTS = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  private TokenFilter() {}

  /// The filter's bytes.
  static byte[] build(LongSet tokens) {
    int blocks = (int) Math.max(1, ((long) tokens.size() * BITS_PER_TOKEN + 255) / 256);
    int[] words = new int[blocks * WORDS];
    tokens.forEach(hash -> add(words, blocks, hash));
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES + blocks * BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(blocks);
    bytes.asIntBuffer().put(words);
    return bytes.array();
  }

  private static void add(int[] words, int blocks, long hash) {
    int first = block(hash, blocks) * WORDS;
    for (int i = 0; i < WORDS; i++) {
      words[first + i] |= bit(hash, i);
    }
  }

  /// Which block a token's bits are in.
  static int block(long hash, int blocks) {
    return (int) (((hash >>> 32) * blocks) >>> 32);
  }

  /// Whether the block at `offset` may hold the token.
  static boolean mayContain(byte[] block, int offset, long hash) {
    ByteBuffer words = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < WORDS; i++) {
      if ((words.getInt(offset + i * Integer.BYTES) & bit(hash, i)) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int bit(long hash, int word) {
    return 1 << (((int) hash * SALTS[word]) >>> 27);
  }
}
