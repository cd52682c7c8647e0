package dev.mooring.registry.diff;

import dev.mooring.platform.BlockInput;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps layers that were read from their first byte to the last, so that nothing of them is
/// transferred twice: their tables come first, their files later. Temporary files, gone when it is
/// closed. Thread-safe.
///
/// What is kept is what the place sent, no more trusted than that.
final class LayerCopies implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LayerCopies.class);

  /// What stays free on the disk.
  private static final long SPARE = 1L << 30;

  /// Of all that is kept; what is beyond is transferred again where it is needed.
  private static final long MOST = 8L << 30;

  private final Map<Digest, Path> whole = new ConcurrentHashMap<>();
  private final Map<Path, Boolean> files = new ConcurrentHashMap<>();
  private final AtomicLong room = new AtomicLong(MOST);

  /// The same place, which is asked for no layer that is kept.
  ImageSource of(ImageSource source) {
    return new Keeping(source);
  }

  /// Whether a layer can be read without a transfer.
  boolean has(Descriptor layer) {
    return whole.containsKey(layer.digest());
  }

  private InputStream keep(Descriptor blob, InputStream from) throws IOException {
    try {
      Path file = Files.createTempFile("mooring-", ".layer");
      files.put(file, true);
      long taken = MOST - room.addAndGet(-blob.size());
      if (taken > Math.min(MOST, Files.getFileStore(file).getUsableSpace() - SPARE)) {
        room.addAndGet(blob.size());
        return from;
      }
      return new Copying(from, blob, file, Files.newOutputStream(file));
    } catch (IOException e) {
      LOG.debug("Cannot keep layer {}", blob.digest(), e);
      return from;
    }
  }

  @Override
  public void close() {
    whole.clear();
    for (Path each : files.keySet()) {
      try {
        Files.deleteIfExists(each);
      } catch (IOException e) {
        LOG.warn("Cannot delete {}", each, e);
      }
    }
    files.clear();
  }

  private final class Keeping extends ForwardingSource {
    Keeping(ImageSource source) {
      super(source);
    }

    @Override
    public InputStream open(Descriptor blob, long offset, long length)
        throws IOException, InterruptedException {
      Path kept = whole.get(blob.digest());
      if (kept != null) {
        InputStream in = Files.newInputStream(kept);
        in.skipNBytes(offset);
        return in;
      }
      InputStream from = source().open(blob, offset, length);
      return offset == 0 && blob.size() > 0 && length >= blob.size() ? keep(blob, from) : from;
    }
  }

  /// Hands on what it reads, and writes it down.
  private final class Copying extends BlockInput {
    private final InputStream from;
    private final Descriptor blob;
    private final Path file;
    private final OutputStream out;
    private long copied;
    private boolean lost;

    Copying(InputStream from, Descriptor blob, Path file, OutputStream out) {
      this.from = from;
      this.blob = blob;
      this.file = file;
      this.out = out;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      int read = from.read(into, at, length);
      if (read > 0 && !lost) {
        copied += read;
        write(into, at, read);
      }
      return read;
    }

    private void write(byte[] bytes, int at, int length) {
      try {
        out.write(bytes, at, length);
        if (copied == blob.size()) {
          out.flush();
          whole.put(blob.digest(), file);
        }
      } catch (IOException e) {
        lost = true;
        LOG.debug("Cannot keep layer {}", blob.digest(), e);
      }
      lost |= copied > blob.size();
    }

    @Override
    public void close() throws IOException {
      try (out) {
        from.close();
      }
    }
  }
}
