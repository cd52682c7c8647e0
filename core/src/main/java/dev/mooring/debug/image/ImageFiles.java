package dev.mooring.debug.image;

import dev.mooring.platform.BlockInput;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.zstd.ZstdInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Files of an image by its layers, from the uppermost down, without unpacking any (OCI image layer
/// specification). Links are only names in the image; the few bytes that lead to a file are read,
/// and no more than the bounds allow.
final class ImageFiles {
  static final long MOST_READ = 96L << 20;
  private static final long MOST_UNPACKED = 768L << 20;
  private static final long LARGEST_FILE = 192L << 20;
  private static final int LARGEST_WINDOW = 32 << 20;
  private static final int MOST_LINKS = 16;
  private static final String WHITEOUT = ".wh.";

  private final ImageSource source;
  private final List<Descriptor> layers;
  private final long mostRead;
  private long read;
  private long unpacked;

  ImageFiles(ImageSource source, List<Descriptor> layers) {
    this(source, layers, MOST_READ);
  }

  /// @param layers the lowest first
  /// @param mostRead bytes of layers, for all that is looked for
  ImageFiles(ImageSource source, List<Descriptor> layers, long mostRead) {
    this.source = source;
    this.layers = layers;
    this.mostRead = mostRead;
  }

  /// What a layer has of a name.
  ///
  /// @param link where it leads; null for a file
  /// @param gone whether it is not to be looked for below
  private record Hit(@Nullable String link, boolean gone) {}

  /// @param into where the file's content goes
  /// @return its name, all links resolved
  /// @throws IOException when a layer can't be read, or takes more than it may
  Optional<String> find(String path, Path into) throws IOException, InterruptedException {
    String wanted = TarPath.normal(path);
    for (int i = 0; i < MOST_LINKS; i++) {
      Optional<Hit> hit = lookUp(wanted, into);
      if (hit.isEmpty()) {
        return Optional.empty();
      }
      String link = hit.get().link();
      if (link == null) {
        return Optional.of("/" + wanted);
      }
      wanted = link;
    }
    throw new IOException("too many links");
  }

  private Optional<Hit> lookUp(String wanted, Path into) throws IOException, InterruptedException {
    for (Descriptor layer : layers.reversed()) {
      try (InputStream tar = unpacked(layer)) {
        Optional<Hit> hit = scan(tar, wanted, into);
        if (hit.isPresent()) {
          return hit.filter(each -> !each.gone());
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Hit> scan(InputStream tar, String wanted, Path into) throws IOException {
    boolean gone = false;
    for (TarEntry entry = TarEntry.read(tar); entry != null; entry = TarEntry.read(tar)) {
      count(TarEntry.BLOCK + entry.padded());
      String name = entry.name();
      if (entry.isFile() && name.equals(wanted)) {
        copy(tar, entry.size(), into);
        return Optional.of(new Hit(null, false));
      }
      if (entry.isLink() && (name.equals(wanted) || wanted.startsWith(name + "/"))) {
        return Optional.of(new Hit(TarPath.led(entry, wanted), false));
      }
      gone |= hides(name, wanted);
      tar.skipNBytes(entry.padded());
    }
    return gone ? Optional.of(new Hit(null, true)) : Optional.empty();
  }

  /// Whether an entry says that what lower layers have of a name is gone.
  private static boolean hides(String name, String wanted) {
    int slash = name.lastIndexOf('/');
    String last = name.substring(slash + 1);
    String parent = slash < 0 ? "" : name.substring(0, slash + 1);
    if (!last.startsWith(WHITEOUT)) {
      return false;
    }
    if (last.equals(".wh..wh..opq")) {
      return wanted.startsWith(parent);
    }
    String hidden = parent + last.substring(WHITEOUT.length());
    return wanted.equals(hidden) || wanted.startsWith(hidden + "/");
  }

  private static void copy(InputStream tar, long size, Path into) throws IOException {
    if (size > LARGEST_FILE) {
      throw new IOException("the file is too large");
    }
    try (OutputStream out = Files.newOutputStream(into)) {
      byte[] buffer = new byte[1 << 16];
      for (long left = size; left > 0; ) {
        int n = tar.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0 || Thread.currentThread().isInterrupted()) {
          throw new IOException("the layer ends early");
        }
        out.write(buffer, 0, n);
        left -= n;
      }
    }
  }

  private void count(long bytes) throws IOException {
    unpacked += bytes;
    if (unpacked > MOST_UNPACKED || Thread.currentThread().isInterrupted()) {
      throw new IOException("too much to read");
    }
  }

  private InputStream unpacked(Descriptor layer) throws IOException, InterruptedException {
    if (read + Math.min(layer.size(), 1) > mostRead) {
      throw new IOException("too much to read");
    }
    InputStream raw = new BufferedInputStream(new Counted(source.open(layer, 0)), 1 << 16);
    raw.mark(4);
    byte[] start = raw.readNBytes(4);
    raw.reset();
    if (start.length == 4 && (start[0] & 0xff) == 0x28 && (start[1] & 0xff) == 0xb5) {
      return new BufferedInputStream(new ZstdInput(raw, LARGEST_WINDOW), 1 << 16);
    }
    boolean gzip = start.length == 4 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
    return gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
  }

  private final class Counted extends BlockInput {
    private final InputStream in;

    Counted(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int n = in.read(bytes, from, length);
      read += Math.max(0, n);
      if (read > mostRead) {
        throw new IOException("too much to read");
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
