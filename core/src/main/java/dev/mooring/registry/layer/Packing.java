package dev.mooring.registry.layer;

import dev.mooring.registry.gzip.GzipInput;
import dev.mooring.registry.zstd.ZstdInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// How a layer is packed, by its first bytes: names and media types may be wrong.
enum Packing {
  NONE {
    @Override
    InputStream unpack(InputStream blob, Marks marks) {
      return blob;
    }

    @Override
    InputStream resume(InputStream rest, List<Checkpoint> points) {
      return rest;
    }

    // Every byte can be begun with.
    @Override
    Checkpoint near(Checkpoint before, long unpacked) {
      return new Checkpoint(unpacked, 0, unpacked, new byte[0]);
    }
  },

  GZIP {
    @Override
    InputStream unpack(InputStream blob, Marks marks) {
      return new MarkedGzip(new GzipInput(blob), marks);
    }

    @Override
    InputStream resume(InputStream rest, List<Checkpoint> points) throws IOException {
      Checkpoint point = points.getFirst();
      return point.state.length == 0
          ? new GzipInput(rest)
          : new GzipInput(rest, point.bit, point.state(WINDOW));
    }
  },

  ZSTD {
    @Override
    InputStream unpack(InputStream blob, Marks marks) {
      return new MarkedZstd(
          new ZstdInput(new BufferedInputStream(blob, BUFFER), LARGEST_WINDOW), marks);
    }

    @Override
    InputStream resume(InputStream rest, List<Checkpoint> points) throws IOException {
      return new ResumedZstd(new BufferedInputStream(rest, BUFFER), LARGEST_WINDOW, points);
    }
  };

  /// How many bytes it takes to tell.
  static final int START = 4;

  private static final int BUFFER = 1 << 16;
  private static final int WINDOW = 1 << 15;

  /// `zstd -d` and containerd take as much unless told otherwise.
  private static final int LARGEST_WINDOW =
      (int) Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 4);

  /// @param start of the blob; shorter where the blob is
  static Packing of(byte[] start) {
    if (start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
      return GZIP;
    }
    if (start.length < START) {
      return NONE;
    }
    int magic =
        (start[0] & 0xff)
            | (start[1] & 0xff) << 8
            | (start[2] & 0xff) << 16
            | (start[3] & 0xff) << 24;
    return magic == 0xFD2FB528 || (magic & ~0xf) == 0x184D2A50 ? ZSTD : NONE;
  }

  /// The whole content.
  ///
  /// @param marks gets the places where it can be begun with later
  abstract InputStream unpack(InputStream blob, Marks marks);

  /// The content from a checkpoint on.
  ///
  /// @param rest of the blob from there
  /// @param points from that one on
  abstract InputStream resume(InputStream rest, List<Checkpoint> points) throws IOException;

  /// Where to begin to read a byte.
  ///
  /// @param before the last of the checkpoints that is not behind it
  Checkpoint near(Checkpoint before, long unpacked) {
    return before;
  }
}
