package dev.mooring.registry.distribution;

import dev.mooring.registry.Digest;
import dev.mooring.registry.Region;
import dev.mooring.registry.http.Retry;
import dev.mooring.registry.http.Transfer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/// Brings one blob from a file into a repository, unless it is there.
public final class BlobUpload {
  /// A registry hashes and syncs what it got before it answers.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int CHUNK = 128 * 1024;

  private final Blobs blobs;
  private final Retry retry;
  private final String repository;

  public BlobUpload(Blobs blobs, Retry retry, String repository) {
    this.blobs = blobs;
    this.retry = retry;
    this.repository = repository;
  }

  /// @return whether it is there, asked as often as needed
  public boolean isThere(Digest digest) throws InterruptedException {
    return retry.run(
        Messages.of("cannot-write-to", repository), () -> blobs.has(repository, digest));
  }

  /// @param sent told of bytes on their way, and of negative ones when they go again
  public void upload(Digest digest, Region content, LongConsumer sent) throws InterruptedException {
    retry.run(
        Messages.of("cannot-write-to", repository),
        () -> {
          if (blobs.has(repository, digest)) {
            sent.accept(content.size());
            return digest;
          }
          send(digest, content, sent);
          return digest;
        });
  }

  private void send(Digest digest, Region content, LongConsumer sent)
      throws IOException, InterruptedException {
    URI upload = blobs.startUpload(repository);
    Transfer transfer = new Transfer(PATIENCE, sent);
    AtomicReference<IOException> unread = new AtomicReference<>();
    long before = transfer.moved();
    try {
      blobs.finishUpload(
          repository, upload, digest, publisher(content, transfer, unread), transfer);
    } catch (IOException | UncheckedIOException e) {
      sent.accept(before - transfer.moved());
      IOException local = unread.get();
      if (local != null) {
        // Another attempt would not help; [Push] puts it in words.
        throw new UncheckedIOException(local);
      }
      throw e;
    }
  }

  private static BodyPublisher publisher(
      Region content, Transfer transfer, AtomicReference<IOException> unread) {
    if (content.size() == 0) {
      return BodyPublishers.noBody();
    }
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofByteArrays(() -> new Chunks(content, transfer, unread)), content.size());
  }

  private static final class Chunks implements Iterator<byte[]> {
    private final Region content;
    private final Transfer transfer;
    private final AtomicReference<IOException> unread;
    private long at;

    Chunks(Region content, Transfer transfer, AtomicReference<IOException> unread) {
      this.content = content;
      this.transfer = transfer;
      this.unread = unread;
    }

    @Override
    public boolean hasNext() {
      return at < content.size();
    }

    @Override
    public byte[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      try {
        byte[] chunk = content.bytes(at, CHUNK);
        at += chunk.length;
        transfer.moved(chunk.length);
        return chunk;
      } catch (IOException e) {
        unread.set(e);
        throw new UncheckedIOException(e);
      }
    }
  }
}
