package dev.hopwise.store.lake;

import java.util.Arrays;

/// Numbers the distinct ids of a chunk in order of their appearance, as a dictionary page wants
/// them.
final class LocalIds {

  /// By id: its place plus one, or 0. All zero between two chunks.
  private int[] placeOfId = new int[1 << 10];

  private int[] distinctIds = new int[1 << 10];
  private int distinct;
  private int[] places = new int[0];

  /// @param ids none of them 0
  /// @param idsEnd larger than every id
  void assign(int[] ids, int count, int idsEnd) {
    for (int i = 0; i < distinct; i++) {
      placeOfId[distinctIds[i]] = 0;
    }
    distinct = 0;
    if (placeOfId.length < idsEnd) {
      placeOfId = new int[Math.max(idsEnd, placeOfId.length * 2)];
    }
    if (places.length < count) {
      places = new int[Math.max(count, places.length * 2)];
    }
    for (int i = 0; i < count; i++) {
      int id = ids[i];
      int place = placeOfId[id];
      if (place == 0) {
        place = add(id);
      }
      places[i] = place - 1;
    }
  }

  private int add(int id) {
    if (distinct == distinctIds.length) {
      distinctIds = Arrays.copyOf(distinctIds, distinct * 2);
    }
    distinctIds[distinct++] = id;
    placeOfId[id] = distinct;
    return distinct;
  }

  int distinct() {
    return distinct;
  }

  /// The first {@link #distinct} are those of this chunk.
  int[] distinctIds() {
    return distinctIds;
  }

  /// For each value of the chunk its place among the distinct ones.
  int[] places() {
    return places;
  }
}
