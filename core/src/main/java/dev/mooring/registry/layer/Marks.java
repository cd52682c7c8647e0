package dev.mooring.registry.layer;

import java.util.ArrayList;
import java.util.List;

/// Gathers checkpoints while a layer is unpacked, so that a file is never far from one, and many
/// more places of which only is known what is unpacked by then: up to there a file has to be read.
///
/// Checkpoints are bounded: the more they take, the farther they are from one another.
final class Marks {
  private static final long UNPACKED = 4 << 20;

  /// What is hardly compressed would be long to fetch.
  private static final long PACKED = 3 << 19;

  private static final long PACKED_END = 1 << 17;
  private static final long MOST = 48 << 20;

  private final List<Checkpoint> points = new ArrayList<>(List.of(Checkpoint.BEGINNING));
  private final LongPairs ends = new LongPairs();
  private final long most;
  private long packedEnd;
  private long lastPacked;
  private long lastUnpacked;
  private long distance = 1;
  private long bytes;

  Marks() {
    this(MOST);
  }

  /// @param most bytes that they take
  Marks(long most) {
    this.most = most;
  }

  /// Notes a place, and says whether it is time for a checkpoint.
  boolean isDue(long packed, long unpacked) {
    if (packed - packedEnd >= PACKED_END * distance) {
      packedEnd = packed;
      ends.add(packed + 1, unpacked);
    }
    boolean due =
        unpacked - lastUnpacked >= UNPACKED * distance
            || (packed - lastPacked >= PACKED * distance && unpacked > lastUnpacked);
    if (due) {
      lastPacked = packed;
      lastUnpacked = unpacked;
    }
    return due;
  }

  /// Adds one that needs no other.
  void add(Checkpoint point) {
    take(point);
    while (bytes > most && points.size() > 2) {
      for (int i = points.size() - 1; i > 0; i--) {
        if (i % 2 == 1) {
          bytes -= Checkpoint.ROOM + points.remove(i).state.length;
        }
      }
      distance *= 2;
    }
  }

  /// Adds one that who begins before it has to pass, so that it has to stay: the less room is left,
  /// the farther is the next one.
  void addLasting(Checkpoint point) {
    take(point);
    if (bytes > most - most / (2 * distance)) {
      distance *= 2;
    }
  }

  private void take(Checkpoint point) {
    points.add(point);
    bytes += Checkpoint.ROOM + point.state.length;
  }

  List<Checkpoint> points() {
    return List.copyOf(points);
  }

  /// Pairs of what was read of the blob, in bytes rounded up, and what was unpacked by then.
  LongPairs ends() {
    return ends;
  }
}
