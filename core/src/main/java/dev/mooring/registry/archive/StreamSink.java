package dev.mooring.registry.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.registry.BlobContent;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Manifest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// An image as an archive that is read while it is written, as an engine loads it: no file holds
/// it. Its parts come one after the other, whoever brings them. What fails half way leaves an
/// archive that no reader may take for a whole one: its owner has to tell the reader so.
///
/// https://github.com/opencontainers/image-spec/blob/main/image-layout.md
public final class StreamSink implements EmptySink {
  private static final int BLOCK = 512;
  private static final int BUFFER = 64 << 10;

  private final OutputStream out;
  private final String repository;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable Manifest root;
  private String tag = "";

  /// @param out closed by its owner
  /// @param repository what the image is called in it, with the registry's host if it has one
  public StreamSink(OutputStream out, String repository) {
    this.out = out;
    this.repository = repository;
  }

  @Override
  public String name() {
    return repository;
  }

  @Override
  public boolean store(Descriptor blob, BlobContent content, LongConsumer moved)
      throws InterruptedException {
    turn.lockInterruptibly();
    try (InputStream in = content.open(0)) {
      out.write(TarLayout.header(OciLayout.path(blob.digest()), blob.size()));
      byte[] buffer = new byte[BUFFER];
      for (long left = blob.size(); left > 0; ) {
        int some = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (some < 0) {
          throw new EOFException();
        }
        out.write(buffer, 0, some);
        moved.accept(some);
        left -= some;
      }
      pad(blob.size());
      return true;
    } catch (IOException e) {
      throw Failures.writing(repository, e);
    } finally {
      turn.unlock();
    }
  }

  /// What is stored last is the image.
  @Override
  public boolean store(Manifest manifest, String reference) throws InterruptedException {
    file(OciLayout.path(manifest.digest()), manifest.bytes());
    root = manifest;
    tag = reference.equals(manifest.digest().text()) ? "" : reference;
    return false;
  }

  /// All is there.
  public void finish() throws InterruptedException {
    Manifest image = root;
    if (image == null) {
      throw new IllegalStateException("no image was stored");
    }
    if (!image.isIndex()) {
      file("manifest.json", ArchiveList.forDocker(image, repository, tag));
    }
    file("index.json", ArchiveList.index(image, repository, tag));
    file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8));
    turn.lockInterruptibly();
    try {
      out.write(new byte[2 * BLOCK]);
      out.flush();
    } catch (IOException e) {
      throw Failures.writing(repository, e);
    } finally {
      turn.unlock();
    }
  }

  private void file(String path, byte[] content) throws InterruptedException {
    turn.lockInterruptibly();
    try {
      out.write(TarLayout.header(path, content.length));
      out.write(content);
      pad(content.length);
    } catch (IOException e) {
      throw Failures.writing(repository, e);
    } finally {
      turn.unlock();
    }
  }

  private void pad(long size) throws IOException {
    out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }
}
