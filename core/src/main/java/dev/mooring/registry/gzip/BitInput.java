package dev.mooring.registry.gzip;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Bits of a stream, from the lowest of each byte on.
///
/// The fields are the decoder's: its inner loop keeps them in registers. Bits at and above `count`
/// are those that follow in the buffer, or zeros.
final class BitInput {
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// How many bytes before the next one stay, so that bits can be put back.
  private static final int BACK = 8;

  private final InputStream input;
  final byte[] buffer = new byte[1 << 16];
  int at;
  int end;
  long bits;
  int count;

  /// Of the buffer's first byte in the stream.
  private long base;

  private boolean ended;

  BitInput(InputStream input) {
    this.input = input;
  }

  /// Takes as many bits as there is room for: at least 56, but at the end of the stream.
  void refill() throws IOException {
    if (end - at < 8 && !ended) {
      more();
    }
    if (end - at >= 8) {
      bits |= (long) LONG.get(buffer, at) << count;
      at += (63 - count) >> 3;
      count |= 56;
    } else {
      while (count < 56 && at < end) {
        bits |= (buffer[at++] & 0xffL) << count;
        count += 8;
      }
    }
  }

  private void more() throws IOException {
    int from = Math.max(0, at - BACK);
    System.arraycopy(buffer, from, buffer, 0, end - from);
    base += from;
    at -= from;
    end -= from;
    while (end - at < 8 && !ended) {
      int some = input.read(buffer, end, buffer.length - end);
      ended = some < 0;
      end += Math.max(0, some);
    }
  }

  /// @param wanted at most 32
  int take(int wanted) throws IOException {
    if (count < wanted) {
      refill();
    }
    if (count < wanted) {
      throw cut();
    }
    int value = (int) (bits & ((1L << wanted) - 1));
    bits >>>= wanted;
    count -= wanted;
    return value;
  }

  /// Goes on at the next whole byte.
  void align() {
    at -= count >> 3;
    bits = 0;
    count = 0;
  }

  /// Whether there is nothing more; at a whole byte.
  boolean isAtEnd() throws IOException {
    if (count == 0) {
      refill();
    }
    return count == 0;
  }

  /// Reads whole bytes; after [#align].
  void read(byte[] into, int from, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (at == end) {
        more();
        if (at == end) {
          throw cut();
        }
      }
      int some = Math.min(end - at, length - done);
      System.arraycopy(buffer, at, into, from + done, some);
      at += some;
      done += some;
    }
  }

  /// How many bits were taken.
  long position() {
    return (base + at) * 8 - count;
  }

  static EOFException cut() {
    return new EOFException("it ends in the middle of the compressed data");
  }

  void close() throws IOException {
    input.close();
  }
}
