package dev.hopwise.store.lake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A column chunk while it is written, and what the footer says of it.
final class WrittenChunk {

  /// Encodings by the numbers of the format.
  static final int PLAIN = 0;

  static final int RLE = 3;
  static final int DELTA_BINARY_PACKED = 5;
  static final int DELTA_LENGTH_BYTE_ARRAY = 6;
  static final int RLE_DICTIONARY = 8;

  /// No dictionary, or no index.
  static final long NOWHERE = -1;

  final LakeSchema.Leaf leaf;
  final boolean compressed;
  final List<WrittenPage> pages = new ArrayList<>();
  long dictionaryOffset = NOWHERE;
  long dataOffset = NOWHERE;
  long plainBytes;
  long storedBytes;
  long slots;
  long nulls;
  int encoding;

  /// Plain-encoded (a text's bytes as they are), null when there is no value or none is told.
  byte @Nullable [] lower;

  byte @Nullable [] upper;

  /// Whether every page that has values tells its bounds.
  boolean hasColumnIndex;

  long columnIndexOffset = NOWHERE;
  int columnIndexBytes;
  long offsetIndexOffset = NOWHERE;
  int offsetIndexBytes;

  WrittenChunk(LakeSchema.Leaf leaf, boolean compressed) {
    this.leaf = leaf;
    this.compressed = compressed;
  }
}
