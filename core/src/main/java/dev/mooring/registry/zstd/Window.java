package dev.mooring.registry.zstd;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The last bytes of the content, which later ones may repeat. It grows with what it holds, up to
/// what the frame announced.
final class Window {
  private static final int ROOM = 1 << 20;

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
  /// @param most that it may have
  void begin(int most) {
    largest = most;
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
    System.arraycopy(from, start, bytes, end, count);
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
    if (offset >= count) {
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
