package dev.mooring.registry.layer.soci;

import dev.mooring.registry.Digest;
import dev.mooring.registry.layer.table.CarriedFile;
import java.nio.ByteBuffer;
import java.util.List;

/// What a zTOC says of a gzip layer: what its tar holds, and where its unpacking can begin. Only
/// its numbers were looked at: they fit together, and each span is small enough to be read as a
/// whole.
///
/// @param files in the order of the tar
/// @param spans from the first to the last, which together are the layer without its first header
/// @param unpacked bytes of the tar
public record Ztoc(List<Content> files, List<Span> spans, long unpacked) {
  public Ztoc {
    files = List.copyOf(files);
    spans = List.copyOf(spans);
  }

  /// An entry of the tar.
  ///
  /// @param file which has no chunks
  /// @param offset in the tar, where its content is or would be
  public record Content(CarriedFile file, long offset) {}

  /// A part of the layer that is checked as a whole and unpacked by itself.
  public static final class Span {
    private final long packed;
    private final int bit;
    private final long end;
    private final long unpacked;
    private final ByteBuffer window;
    private final Digest digest;

    Span(long packed, int bit, long end, long unpacked, ByteBuffer window, Digest digest) {
      this.packed = packed;
      this.bit = bit;
      this.end = end;
      this.unpacked = unpacked;
      this.window = window;
      this.digest = digest;
    }

    /// Where it begins in the layer. The byte may be the last one of the span before, too.
    public long packed() {
      return packed;
    }

    /// The first bit of that byte that belongs to it.
    public int bit() {
      return bit;
    }

    /// Where it ends in the layer.
    public long end() {
      return end;
    }

    /// Where in the tar its first byte is.
    public long unpacked() {
      return unpacked;
    }

    /// The bytes of the tar before that one, at most 32 KiB.
    public byte[] window() {
      byte[] copy = new byte[window.remaining()];
      window.get(window.position(), copy);
      return copy;
    }

    /// Of its bytes in the layer.
    public Digest digest() {
      return digest;
    }
  }
}
