package dev.mooring.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Streams one blob into a repository: one PATCH of all that is left, then a PUT that names the
/// digest. After a loss the registry is asked how much it kept, and only the rest is sent again.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-a-blob-in-chunks
final class ResumableUpload {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int CHUNK = 64 * 1024;
  private static final long SMALL = 1 << 20;

  private final Connection connection;
  private final Blobs blobs;
  private final String repository;
  private final Descriptor blob;
  private final BlobContent content;
  private final LongConsumer moved;

  /// Where the registry takes the rest; null before the upload is open.
  private @Nullable URI upload;

  private long kept;
  private long told;
  private boolean sent;

  ResumableUpload(
      Connection connection,
      Blobs blobs,
      String repository,
      Descriptor blob,
      BlobContent content,
      LongConsumer moved) {
    this.connection = connection;
    this.blobs = blobs;
    this.repository = repository;
    this.blob = blob;
    this.content = content;
    this.moved = moved;
  }

  /// @return whether content was sent
  boolean run(Retry retry) throws InterruptedException {
    boolean done = false;
    try {
      retry.run(Messages.of("cannot-write-to", repository), this::attempt, () -> kept);
      done = true;
      return sent;
    } finally {
      URI open = upload;
      if (!done && open != null) {
        // What was sent takes room until the registry purges it, after a week.
        connection.tell(connection.request(open).DELETE().build());
      }
    }
  }

  private Digest attempt() throws IOException, InterruptedException {
    if (upload == null) {
      if (blobs.has(repository, blob.digest())) {
        tell(blob.size());
        return blob.digest();
      }
      begin(blobs.startUpload(repository), 0);
    } else {
      Blobs.Kept there = blobs.kept(repository, upload).orElse(null);
      if (there == null) {
        upload = null;
        kept = 0;
        return attempt();
      }
      begin(there.upload(), Math.min(there.bytes(), blob.size()));
    }
    if (kept == 0 && blob.size() <= SMALL) {
      sending(this::whole);
    } else {
      if (kept < blob.size()) {
        begin(sending(this::append), blob.size());
      }
      blobs.finishUpload(
          repository, upload, blob.digest(), BodyPublishers.noBody(), new Transfer(PATIENCE));
    }
    tell(blob.size());
    upload = null;
    return blob.digest();
  }

  private void begin(URI next, long offset) {
    upload = next;
    kept = offset;
    tell(offset);
  }

  private void tell(long now) {
    moved.accept(now - told);
    told = now;
  }

  /// What is small is not worth a round trip more.
  private URI whole(URI to, BodyPublisher body, Transfer transfer)
      throws IOException, InterruptedException {
    blobs.finishUpload(repository, to, blob.digest(), body, transfer);
    return to;
  }

  private URI append(URI to, BodyPublisher body, Transfer transfer)
      throws IOException, InterruptedException {
    return blobs.append(repository, to, kept, blob.size(), body, transfer);
  }

  private interface Request {
    URI send(URI to, BodyPublisher body, Transfer transfer)
        throws IOException, InterruptedException;
  }

  private URI sending(Request request) throws IOException, InterruptedException {
    sent = true;
    long left = blob.size() - kept;
    AtomicReference<RuntimeException> unread = new AtomicReference<>();
    Transfer transfer = new Transfer(PATIENCE, this::passed);
    try (InputStream in = content.open(kept)) {
      BodyPublisher body =
          left == 0
              ? BodyPublishers.noBody()
              : BodyPublishers.fromPublisher(
                  BodyPublishers.ofByteArrays(() -> new Chunks(in, left, transfer, unread)), left);
      return request.send(Objects.requireNonNull(upload), body, transfer);
    } catch (IOException | RuntimeException e) {
      RuntimeException local = unread.get();
      if (local != null) {
        throw local;
      }
      throw e;
    }
  }

  private void passed(long bytes) {
    told += bytes;
    moved.accept(bytes);
  }

  private static final class Chunks implements Iterator<byte[]> {
    private final InputStream in;
    private final Transfer transfer;
    private final AtomicReference<RuntimeException> unread;
    private long left;

    Chunks(
        InputStream in,
        long left,
        Transfer transfer,
        AtomicReference<RuntimeException> unread) {
      this.in = in;
      this.left = left;
      this.transfer = transfer;
      this.unread = unread;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public byte[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      try {
        byte[] chunk = new byte[(int) Math.min(CHUNK, left)];
        int length = in.readNBytes(chunk, 0, chunk.length);
        if (length == 0) {
          throw new java.io.EOFException("the content ends early");
        }
        left -= length;
        transfer.moved(length);
        return length == chunk.length ? chunk : Arrays.copyOf(chunk, length);
      } catch (IOException e) {
        throw kept(new UncheckedIOException(e));
      } catch (RuntimeException e) {
        throw kept(e);
      }
    }

    private RuntimeException kept(RuntimeException why) {
      unread.set(why);
      return why;
    }
  }
}
