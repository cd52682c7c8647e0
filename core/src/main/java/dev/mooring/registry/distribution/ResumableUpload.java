package dev.mooring.registry.distribution;

import dev.mooring.platform.BlockInput;
import dev.mooring.registry.BlobContent;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.Retry;
import dev.mooring.registry.http.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Streams one blob into a repository: one PATCH of all that is left, then a PUT that names the
/// digest. After a loss the registry is asked how much it kept, and only the rest is sent again.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-a-blob-in-chunks
final class ResumableUpload {
  /// A registry hashes and syncs what it got before it answers.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// What is small is not worth a round trip more, and is kept in memory.
  private static final long SMALL = 256 * 1024;

  /// From here on sending takes longer than asking all neighbours.
  private static final long WORTH_A_LOOK = 4 << 20;

  private final Connection connection;
  private final Blobs blobs;
  private final Uploads uploads;
  private final Neighbours neighbours;
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
      Neighbours neighbours,
      String repository,
      Descriptor blob,
      BlobContent content,
      LongConsumer moved) {
    this.connection = connection;
    this.blobs = blobs;
    this.uploads = new Uploads(connection);
    this.neighbours = neighbours;
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
      Optional<URI> next = opened();
      if (next.isEmpty()) {
        tell(blob.size());
        return blob.digest();
      }
      begin(next.get(), 0);
    } else {
      Uploads.Kept there = uploads.kept(repository, upload).orElse(null);
      if (there == null) {
        upload = null;
        kept = 0;
        return attempt();
      }
      begin(there.upload(), Math.min(there.bytes(), blob.size()));
    }
    byte[] whole = new byte[0];
    if (kept == 0 && blob.size() <= SMALL) {
      whole = whole();
    } else if (kept < blob.size()) {
      begin(append(), blob.size());
    }
    uploads.finish(
        repository,
        Objects.requireNonNull(upload),
        blob.digest(),
        whole.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(whole),
        new Transfer(connection.patience().atMost(PATIENCE)));
    tell(blob.size());
    upload = null;
    return blob.digest();
  }

  /// @return empty where a neighbour had the blob
  private Optional<URI> opened() throws IOException, InterruptedException {
    Optional<String> neighbour =
        blob.size() >= WORTH_A_LOOK ? neighbours.with(blob.digest()) : Optional.empty();
    return neighbour.isPresent()
        ? uploads.mount(repository, blob.digest(), neighbour.get())
        : Optional.of(uploads.start(repository));
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

  private byte[] whole() throws IOException, InterruptedException {
    sent = true;
    try (InputStream in = content.open(0)) {
      return in.readNBytes((int) blob.size());
    }
  }

  private URI append() throws IOException, InterruptedException {
    sent = true;
    Transfer transfer = new Transfer(connection.patience().atMost(PATIENCE), this::passed);
    try (Checked in = new Checked(content.open(kept))) {
      try {
        return uploads.append(
            repository, Objects.requireNonNull(upload), kept, blob.size(), in, transfer);
      } catch (IOException | RuntimeException e) {
        RuntimeException local = in.failure.get();
        if (local != null) {
          throw local;
        }
        throw e;
      }
    }
  }

  private void passed(long bytes) {
    told += bytes;
    moved.accept(bytes);
  }

  /// Remembers that it was the content that failed, and not the way to the registry.
  private static final class Checked extends BlockInput {
    private final InputStream in;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    Checked(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      try {
        return in.read(into, from, length);
      } catch (RuntimeException e) {
        failure.set(e);
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
