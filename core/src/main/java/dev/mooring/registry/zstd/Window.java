package dev.mooring.registry.zstd;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The last bytes of the content, which later ones may repeat. It grows with what it holds, up to
/// what the frame announced.
final class Window {
  private static final int ROOM = 1 << 20;

  /// What follows the end is of no account, so that short copies may be longer than they have to.
  static final int SPARE = 16;

  /// Up to here it's faster to copy step by step.
  private static final int SHORT = 128;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[1 << 16];
  private int size;
  private int end;
  private int block;
  private int largest;

  /// Of the first byte in its frame.
  private long origin;

  /// Before it only what was said to be needed is there.
  private int sparse;

  private @Nullable Trace trace;

  /// Of a new frame.
  void reset(int windowSize) {
    size = windowSize;
    end = 0;
    block = 0;
    origin = 0;
    sparse = 0;
    trace = null;
  }

  /// In the middle of a frame.
  ///
  /// @param before what later blocks may repeat
  void resume(int windowSize, byte[] before) {
    reset(windowSize);
    bytes = Arrays.copyOf(before, Math.max(bytes.length, before.length));
    end = before.length;
    block = end;
    sparse = end;
  }

  /// Replaces what is sparse by what is needed from here on.
  void fill(byte[] before) {
    int start = end - before.length;
    if (start >= 0 && start < sparse) {
      System.arraycopy(before, 0, bytes, start, sparse - start);
    }
  }

  /// Begins to note what is repeated of what is there by now.
  Trace trace() {
    int kept = Math.min(size, end);
    trace = new Trace(Arrays.copyOfRange(bytes, end - kept, end), origin + end);
    return trace;
  }

  int size() {
    return size;
  }

  /// Begins a block.
  ///
  /// @param count that it may have
  void begin(int count) {
    largest = count;
    int most = count + SPARE;
    if (bytes.length - end < most) {
      int whole = size + Math.max(ROOM, size / 4);
      if (bytes.length < whole) {
        int wanted = Math.max(end + most, (int) Math.min(2L * bytes.length, whole));
        bytes = Arrays.copyOf(bytes, Math.min(Math.max(wanted, end + most), whole + most));
      }
      if (bytes.length - end < most) {
        int kept = Math.min(size, end);
        System.arraycopy(bytes, end - kept, bytes, 0, kept);
        origin += end - kept;
        sparse -= Math.min(sparse, end - kept);
        end = kept;
      }
    }
    block = end;
  }

  byte[] bytes() {
    return bytes;
  }

  /// Where the last block begins.
  int blockStart() {
    return block;
  }

  /// Where it ends.
  int blockEnd() {
    return end;
  }

  void append(byte[] from, int start, int count) throws IOException {
    take(count);
    if (count <= SPARE && start <= from.length - SPARE) {
      LONG.set(bytes, end, (long) LONG.get(from, start));
      LONG.set(bytes, end + 8, (long) LONG.get(from, start + 8));
    } else {
      System.arraycopy(from, start, bytes, end, count);
    }
    end += count;
  }

  void fill(byte value, int count) throws IOException {
    take(count);
    Arrays.fill(bytes, end, end + count, value);
    end += count;
  }

  /// Copies what was `offset` bytes ago; what is copied may be copied again at once.
  void repeat(int offset, int count) throws IOException {
    take(count);
    if (offset > end || offset > size) {
      throw new IOException("an offset before the beginning");
    }
    int from = end - offset;
    if (trace != null) {
      trace.note(origin + from, count);
    }
    if (offset >= SPARE && count <= SHORT) {
      for (int i = 0; i < count; i += SPARE) {
        LONG.set(bytes, end + i, (long) LONG.get(bytes, from + i));
        LONG.set(bytes, end + i + 8, (long) LONG.get(bytes, from + i + 8));
      }
    } else if (offset >= 8 && count <= SHORT) {
      for (int i = 0; i < count; i += 8) {
        LONG.set(bytes, end + i, (long) LONG.get(bytes, from + i));
      }
    } else if (offset >= count) {
      System.arraycopy(bytes, from, bytes, end, count);
    } else {
      for (int i = 0; i < count; i++) {
        bytes[end + i] = bytes[from + i];
      }
    }
    end += count;
  }

  private void take(int count) throws IOException {
    if (count > largest - (end - block)) {
      throw new IOException("a block that is too long");
    }
  }
}
