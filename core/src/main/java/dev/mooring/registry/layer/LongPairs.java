package dev.mooring.registry.layer;

import java.util.Arrays;

/// Pairs of numbers, both of which only grow.
final class LongPairs {
  private long[] values = new long[32];
  private int count;

  void add(long first, long second) {
    if (2 * count == values.length) {
      values = Arrays.copyOf(values, values.length * 2);
    }
    values[2 * count] = first;
    values[2 * count + 1] = second;
    count++;
  }

  int count() {
    return count;
  }

  long first(int index) {
    return values[2 * index];
  }

  long second(int index) {
    return values[2 * index + 1];
  }

  /// The first one of the first pair whose second one is at least so large.
  ///
  /// @param none where there is no such pair
  long firstFrom(long second, long none) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) / 2;
      if (second(middle) >= second) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == count ? none : first(low);
  }
}
