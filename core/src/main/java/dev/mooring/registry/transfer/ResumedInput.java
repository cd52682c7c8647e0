package dev.mooring.registry.transfer;

import dev.mooring.platform.BlockInput;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A part of a blob, read through losses: after each it goes on at the byte where it was.
///
/// What it reads is not checked. For one thread; closed by any, which wakes the one that reads. An
/// interrupt ends it with an [InterruptedIOException] and stays.
public final class ResumedInput extends BlockInput {
  /// After how many losses in a row it gives up.
  public static final int MOST_FAILURES = 5;

  private final ImageSource source;
  private final Descriptor blob;
  private final long end;
  private final Duration firstPause;
  private final Function<IOException, MooringException> failed;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable InputStream in;
  private long position;
  private int failures;

  /// @param from the first byte that is wanted
  /// @param end where the part ends
  /// @param firstPause after a loss; doubles with each that follows without a byte between
  /// @param failed what the last of too many losses means
  public ResumedInput(
      ImageSource source,
      Descriptor blob,
      long from,
      long end,
      Duration firstPause,
      Function<IOException, MooringException> failed) {
    this.source = source;
    this.blob = blob;
    this.position = from;
    this.end = end;
    this.firstPause = firstPause;
    this.failed = failed;
  }

  /// Of the blob, not of the part.
  public long position() {
    return position;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (position >= end) {
      return -1;
    }
    int most = (int) Math.min(length, end - position);
    while (true) {
      try {
        int some = some(into, from, most);
        failures = 0;
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
      return source.open(blob, position, end - position);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled();
    }
  }

  private void pause(IOException why) throws IOException {
    end();
    failures++;
    try {
      if (failures > MOST_FAILURES) {
        throw why.getCause() instanceof MooringException told ? told : failed.apply(why);
      }
      long pause = firstPause.toMillis() << (failures - 1);
      if (closed.await(pause, TimeUnit.MILLISECONDS)) {
        throw cancelled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled();
    }
  }

  private static InterruptedIOException cancelled() {
    return new InterruptedIOException("it was cancelled");
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
