package dev.mooring.registry.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The checksum of a frame's content. It finds mishaps, not forgeries.
///
/// https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
final class XxHash64 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE = 32;

  private final byte[] held = new byte[STRIPE];
  private int holding;
  private long total;
  private long a;
  private long b;
  private long c;
  private long d;

  XxHash64() {
    reset();
  }

  void reset() {
    holding = 0;
    total = 0;
    a = 0x60EA27EEADC0B5D6L; // P1 + P2, which overflows
    b = P2;
    c = 0;
    d = -P1;
  }

  void update(byte[] bytes, int from, int count) {
    total += count;
    int at = from;
    int end = from + count;
    if (holding > 0) {
      int more = Math.min(STRIPE - holding, count);
      System.arraycopy(bytes, at, held, holding, more);
      holding += more;
      at += more;
      if (holding < STRIPE) {
        return;
      }
      stripe(held, 0);
      holding = 0;
    }
    for (; at + STRIPE <= end; at += STRIPE) {
      stripe(bytes, at);
    }
    System.arraycopy(bytes, at, held, 0, end - at);
    holding = end - at;
  }

  private void stripe(byte[] bytes, int at) {
    a = round(a, (long) LONG.get(bytes, at));
    b = round(b, (long) LONG.get(bytes, at + 8));
    c = round(c, (long) LONG.get(bytes, at + 16));
    d = round(d, (long) LONG.get(bytes, at + 24));
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * P2, 31) * P1;
  }

  private static long merge(long hash, long lane) {
    return (hash ^ round(0, lane)) * P1 + P4;
  }

  long value() {
    long hash;
    if (total >= STRIPE) {
      hash =
          Long.rotateLeft(a, 1)
              + Long.rotateLeft(b, 7)
              + Long.rotateLeft(c, 12)
              + Long.rotateLeft(d, 18);
      hash = merge(merge(merge(merge(hash, a), b), c), d);
    } else {
      hash = P5;
    }
    hash += total;
    int at = 0;
    for (; at + 8 <= holding; at += 8) {
      hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(held, at)), 27) * P1 + P4;
    }
    if (at + 4 <= holding) {
      hash = Long.rotateLeft(hash ^ ((int) INT.get(held, at) & 0xffffffffL) * P1, 23) * P2 + P3;
      at += 4;
    }
    for (; at < holding; at++) {
      hash = Long.rotateLeft(hash ^ (held[at] & 0xff) * P5, 11) * P1;
    }
    hash = (hash ^ (hash >>> 33)) * P2;
    hash = (hash ^ (hash >>> 29)) * P3;
    return hash ^ (hash >>> 32);
  }
}
