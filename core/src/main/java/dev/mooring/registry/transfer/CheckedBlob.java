package dev.mooring.registry.transfer;

import dev.mooring.document.Printable;
import dev.mooring.platform.BlockInput;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.BlobContent;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One blob of a source, read through losses: after each it goes on at the byte where it was. Its
/// last bytes are handed on only when the whole has the digest that names it.
///
/// One stream at a time.
final class CheckedBlob implements BlobContent {
  private static final int MOST_FAILURES = 5;

  private final ImageSource source;
  private final Descriptor blob;
  private final Duration firstPause;
  private final MessageDigest hash = Digests.sha256();

  /// How many bytes from the start went into the hash.
  private long hashed;

  /// @param firstPause after a loss; doubles with each that follows without a byte between
  CheckedBlob(ImageSource source, Descriptor blob, Duration firstPause) {
    this.source = source;
    this.blob = blob;
    this.firstPause = firstPause;
  }

  @Override
  public InputStream open(long offset) {
    return new Rest(offset);
  }

  private void take(byte[] bytes, int from, int length, long position) {
    long end = position + length;
    if (end > hashed) {
      // What is read a second time after a loss at the target is in the hash already.
      int known = (int) (hashed - position);
      hash.update(bytes, from + known, length - known);
      hashed = end;
    }
    if (end == blob.size() && hashed == blob.size()) {
      check();
    }
  }

  private void check() {
    Digest found;
    try {
      found = Digests.finish((MessageDigest) hash.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every Java platform can copy a SHA-256", e);
    }
    if (!found.equals(blob.digest())) {
      throw new Problem(
              Code.DIGEST_MISMATCH,
              Messages.of("cannot-copy-from", source.name()),
              Messages.of("a-layer-does-not-match", blob.digest().brief()),
              new Remedy.Advice(Messages.of("do-not-trust-the-source")),
              Messages.of("named-content", blob.digest(), found))
          .raise();
    }
  }

  private MooringException failed(IOException e) {
    if (e.getCause() instanceof MooringException told) {
      return told;
    }
    return new Problem(
            Code.REGISTRY_UNREACHABLE,
            Messages.of("cannot-copy-from", source.name()),
            Messages.of(
                "the-connection-broke-times",
                MOST_FAILURES,
                Printable.line(String.valueOf(e.getMessage()), 200)),
            new Remedy.Advice(Messages.of("run-it-again-layers-stay")),
            Messages.of("layer", blob.digest()))
        .raise(e);
  }

  private final class Rest extends BlockInput {
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable InputStream in;
    private long position;
    private int failures;

    Rest(long position) {
      this.position = position;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      Objects.checkFromIndexSize(from, length, into.length);
      if (position >= blob.size()) {
        return -1;
      }
      int most = (int) Math.min(length, blob.size() - position);
      while (true) {
        try {
          int some = some(into, from, most);
          failures = 0;
          take(into, from, some, position);
          position += some;
          return some;
        } catch (InterruptedIOException e) {
          throw e;
        } catch (IOException e) {
          pause(e);
        }
      }
    }

    private int some(byte[] into, int from, int most) throws IOException {
      InputStream now = in;
      if (now == null) {
        now = opened();
        in = now;
        if (closed.getCount() == 0) {
          now.close();
        }
      }
      int some = now.read(into, from, most);
      if (some < 0) {
        throw new EOFException(Messages.of("a-layer-ended-after", position, blob.size()));
      }
      return some;
    }

    private InputStream opened() throws IOException {
      try {
        return source.open(blob, position);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the copy was cancelled");
      }
    }

    private void pause(IOException why) throws IOException {
      end();
      failures++;
      try {
        if (failures > MOST_FAILURES) {
          throw failed(why);
        }
        long pause = firstPause.toMillis() << (failures - 1);
        if (closed.await(pause, TimeUnit.MILLISECONDS)) {
          throw new InterruptedIOException("the copy was cancelled");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the copy was cancelled");
      }
    }

    private void end() throws IOException {
      InputStream now = in;
      in = null;
      if (now != null) {
        now.close();
      }
    }

    /// Wakes whoever reads.
    @Override
    public void close() throws IOException {
      closed.countDown();
      InputStream now = in;
      if (now != null) {
        now.close();
      }
    }
  }
}
