package dev.mooring.forward.http;

import dev.mooring.platform.BlockInput;
import dev.mooring.platform.BlockOutput;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.StreamException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One connection of an HTTP/1.x application whose next request goes to another server when the
/// present one is going away.
///
/// Between two requests nothing is under way, so the connection to the server can be another one
/// from then on, and the application need not know: not that its server was restarted while it
/// thought, and not by an error page of the server's proxy. A request that has begun stays where it
/// is. Where the bytes are not HTTP/1.x, or cannot be followed, nothing is switched.
///
/// Reads and writes may be made by different threads.
public final class SwitchingStream implements ByteStream {
  /// A stream for one or more requests.
  private static final class Turn {
    private final ByteStream stream;

    /// Its end was met between two requests.
    private volatile boolean over;

    Turn(ByteStream stream) {
      this.stream = stream;
    }
  }

  private final Dialer dialer;
  private final Predicate<ByteStream> staying;
  private final HttpView view = HttpView.unlisted();
  private final Object change = new Object();
  private final InputStream input = new Answers();
  private final OutputStream output = new Requests();
  private volatile Turn present;
  private volatile @Nullable StreamException failure;
  private volatile boolean closed;

  /// @param dialer makes the first stream at once, and may wait for the next server later
  /// @param staying false for a stream whose server is going away
  /// @throws dev.mooring.problem.MooringException when the first stream cannot be had
  public SwitchingStream(Dialer dialer, Predicate<ByteStream> staying) throws InterruptedException {
    this.dialer = dialer;
    this.staying = staying;
    this.present = new Turn(dialer.dial());
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public void close() {
    synchronized (change) {
      closed = true;
      change.notifyAll();
    }
    present.stream.close();
  }

  @Override
  public void leaving() {
    present.stream.leaving();
  }

  /// Of the present stream; one that was left behind does not count.
  @Override
  public boolean lost() {
    return present.stream.lost();
  }

  @Override
  public boolean ended() {
    return present.stream.ended();
  }

  private void switchWhereItGoes() throws IOException {
    Turn before = present;
    boolean stays = !before.over && !before.stream.ended() && staying.test(before.stream);
    if (stays || !view.resting()) {
      return;
    }
    Turn next;
    try {
      next = new Turn(dialer.dial());
    } catch (MooringException e) {
      StreamException lost = new StreamException(StreamException.Kind.LOST, e.problem(), e);
      failure = lost;
      throw lost;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    boolean late;
    synchronized (change) {
      present = next;
      late = closed;
      change.notifyAll();
    }
    before.stream.close();
    if (late) {
      next.stream.close();
    }
  }

  /// Whether the end of a stream is none for the application, because its next request gets another
  /// one; waits for that request.
  private boolean replaced(Turn ended) throws IOException {
    synchronized (change) {
      ended.over = true;
      try {
        while (present == ended && !closed && view.resting()) {
          change.wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
      StreamException failed = failure;
      if (failed != null) {
        throw failed;
      }
      if (closed) {
        throw new IOException("the stream is closed");
      }
      return present != ended;
    }
  }

  /// Whether the request may begin on the present stream.
  private boolean begun(byte[] bytes, int offset, int length) {
    synchronized (change) {
      if (view.resting() && present.over) {
        return false;
      }
      view.sent(bytes, offset, length);
      change.notifyAll();
      return true;
    }
  }

  private final class Answers extends BlockInput {
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      while (true) {
        Turn from = present;
        try {
          int read = from.stream.input().read(bytes, offset, length);
          if (read >= 0) {
            view.received(bytes, offset, read);
            return read;
          }
          if (!replaced(from)) {
            return -1;
          }
        } catch (IOException e) {
          if (!replaced(from)) {
            throw e;
          }
        }
      }
    }
  }

  private final class Requests extends BlockOutput {
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      do {
        switchWhereItGoes();
      } while (!begun(bytes, offset, length));
      present.stream.output().write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      present.stream.output().flush();
    }
  }
}
