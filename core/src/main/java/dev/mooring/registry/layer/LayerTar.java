package dev.mooring.registry.layer;

import dev.mooring.registry.tar.TarHeader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a layer's tar as it streams by, once, to its end.
///
/// What no file system would take is left out and counted, and so are sparse files, whose content
/// is not as it stands in the tar. The entries are bounded, each and all together.
final class LayerTar {
  static final int MOST_ENTRIES = 500_000;

  /// Of all paths and links, in characters.
  static final long MOST_NAMES = 64L << 20;

  private static final int LONGEST_HEADER = 1 << 20;
  private static final int BUFFER = 1 << 16;

  private final InputStream tar;
  private final Consumer<? super LayerEntry> each;
  private final PieceHashes hashes = new PieceHashes();
  private final List<LayerEntry> entries = new ArrayList<>();
  private final PaxRecords said = new PaxRecords();
  private final byte[] buffer = new byte[BUFFER];
  private long at;
  private long names;
  private int leftOut;

  /// @param each told of entries before their content is read
  LayerTar(InputStream tar, Consumer<? super LayerEntry> each) {
    this.tar = tar;
    this.each = each;
  }

  /// Of the files, in the order of the table; after [#read].
  byte[] hashes() {
    return hashes.toByteArray();
  }

  /// @throws IOException when it is no tar or a damaged one, or has more than a layer can have
  LayerTable read() throws IOException {
    byte[] header = new byte[TarHeader.BLOCK];
    while (block(header) && !TarHeader.isZero(header)) {
      if (!TarHeader.isValid(header)) {
        throw new IOException(
            at == TarHeader.BLOCK
                ? Messages.of("it-is-not-a-tar-file")
                : Messages.of("it-is-damaged-after-bytes", at - TarHeader.BLOCK));
      }
      long size = TarHeader.size(header, said.get("size"));
      if (size < 0 || size > Long.MAX_VALUE - TarHeader.BLOCK - at) {
        throw new IOException(Messages.of("a-header-in-it-is-damaged"));
      }
      long next = at + TarHeader.padded(size);
      switch (TarHeader.kind(header)) {
        case 'x' -> records(small(size));
        case 'L' -> said.put("path", TarHeader.text(small(size)));
        case 'K' -> said.put("linkpath", TarHeader.text(small(size)));
        case 'g' -> {}
        case 'S' -> {
          leftOut++;
          next += sparse(header);
          said.clear();
        }
        default -> {
          entry(header, size);
          said.clear();
        }
      }
      skip(next - at);
    }
    while (some(BUFFER) > 0) {
      // What follows the end belongs to the layer and means nothing.
    }
    return new LayerTable(entries, at, leftOut);
  }

  private void entry(byte[] header, long size) throws IOException {
    String name = said.get("path").orElseGet(() -> TarHeader.name(header));
    LayerEntry.Kind kind = kind(TarHeader.kind(header), name.endsWith("/"));
    String path = LayerPath.normal(name).orElse(null);
    if (kind == null || path == null || said.isSparse()) {
      leftOut++;
      return;
    }
    Optional<String> link = link(kind, header);
    if (link.isEmpty()) {
      leftOut++;
      return;
    }
    boolean file = kind == LayerEntry.Kind.FILE;
    LayerEntry entry =
        new LayerEntry(
            path,
            kind,
            file ? size : 0,
            (int) Math.max(0, TarHeader.number(header, 100, 8)) & 07777,
            number("uid", header, 108, 8),
            number("gid", header, 116, 8),
            number("mtime", header, 136, 12),
            link.get(),
            file ? at : 0,
            said.attributes());
    names += path.length() + link.get().length() + entry.attributes().length();
    if (entries.size() == MOST_ENTRIES || names > MOST_NAMES) {
      throw new IOException(Messages.of("it-has-more-than-entries", MOST_ENTRIES));
    }
    entries.add(entry);
    each.accept(entry);
    if (file) {
      content(size);
    }
  }

  private static LayerEntry.@Nullable Kind kind(char type, boolean slash) {
    return switch (type) {
      case '0', '\0' -> slash ? LayerEntry.Kind.DIRECTORY : LayerEntry.Kind.FILE;
      case '7' -> LayerEntry.Kind.FILE;
      case '1' -> LayerEntry.Kind.HARD_LINK;
      case '2' -> LayerEntry.Kind.SYMBOLIC_LINK;
      case '3' -> LayerEntry.Kind.CHARACTER_DEVICE;
      case '4' -> LayerEntry.Kind.BLOCK_DEVICE;
      case '5' -> LayerEntry.Kind.DIRECTORY;
      case '6' -> LayerEntry.Kind.FIFO;
      default -> null;
    };
  }

  /// @return empty where no file system would take it
  private Optional<String> link(LayerEntry.Kind kind, byte[] header) {
    String link = said.get("linkpath").orElseGet(() -> TarHeader.text(header, 157, 100));
    return switch (kind) {
      case HARD_LINK -> LayerPath.normal(link);
      case SYMBOLIC_LINK -> LayerPath.isLink(link) ? Optional.of(link) : Optional.empty();
      default -> Optional.of("");
    };
  }

  private long number(String record, byte[] header, int from, int length) {
    return said.get(record)
        .map(LayerTar::seconds)
        .orElseGet(() -> Math.max(0, TarHeader.number(header, from, length)));
  }

  /// Times may have fractions, and be of before 1970.
  private static long seconds(String text) {
    return text.matches("-?[0-9]{1,12}(\\.[0-9]*)?") ? Long.parseLong(text.split("\\.", -1)[0]) : 0;
  }

  private void content(long size) throws IOException {
    for (long left = size; left > 0; ) {
      int some = some((int) Math.min(BUFFER, left));
      if (some <= 0) {
        throw new EOFException(Messages.of("it-ends-in-the-middle-of"));
      }
      hashes.update(buffer, some);
      left -= some;
    }
    hashes.end();
  }

  /// Of the old GNU form: more of its map may follow the header, which its size doesn't count.
  private long sparse(byte[] header) throws IOException {
    long start = at;
    boolean more = header[482] != 0;
    byte[] map = new byte[TarHeader.BLOCK];
    while (more) {
      if (!block(map)) {
        throw new EOFException(Messages.of("it-ends-in-the-middle-of"));
      }
      more = map[504] != 0;
    }
    return at - start;
  }

  private void records(byte[] header) throws IOException {
    if (!said.add(header)) {
      throw new IOException(Messages.of("a-header-in-it-is-damaged"));
    }
  }

  private byte[] small(long size) throws IOException {
    if (size > LONGEST_HEADER) {
      throw new IOException(Messages.of("a-header-in-it-is-too"));
    }
    byte[] bytes = tar.readNBytes((int) size);
    at += bytes.length;
    if (bytes.length < size) {
      throw new EOFException(Messages.of("it-ends-in-the-middle-of"));
    }
    return bytes;
  }

  /// @return false at the end
  private boolean block(byte[] into) throws IOException {
    int read = tar.readNBytes(into, 0, into.length);
    at += read;
    if (read > 0 && read < into.length) {
      throw new EOFException(Messages.of("it-ends-in-the-middle-of"));
    }
    return read > 0;
  }

  private void skip(long count) throws IOException {
    for (long left = count; left > 0; ) {
      int some = some((int) Math.min(BUFFER, left));
      if (some <= 0) {
        throw new EOFException(Messages.of("it-ends-in-the-middle-of"));
      }
      left -= some;
    }
  }

  private int some(int most) throws IOException {
    int some = tar.read(buffer, 0, most);
    at += Math.max(0, some);
    return some;
  }
}
