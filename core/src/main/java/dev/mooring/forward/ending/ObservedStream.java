package dev.mooring.forward.ending;

import dev.mooring.forward.http.HalfAsked;
import dev.mooring.forward.http.HttpView;
import dev.mooring.forward.http.HttpView.Completeness;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.FilterStream;
import dev.mooring.tunnel.StreamException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/// A stream whose bytes an [HttpView] sees as they pass, and whose end is judged.
///
/// Bytes are handed on as they come. Only the end waits for the judgement; one that is a loss is
/// met as an `IOException`.
///
/// An application that has ended its output with every request answered in full has all it can get:
/// the stream is closed then, and its reader meets an end.
///
/// A request is seen before the pod gets it and an answer before the application does, so that no
/// answer is met before its request.
public final class ObservedStream extends FilterStream implements HalfAsked {
  /// Whether the pod's end of a stream may be passed on as one.
  @FunctionalInterface
  public interface Judge {
    /// @throws StreamException when it is a loss
    void end(Completeness answers) throws StreamException, InterruptedException;
  }

  private final HttpView view;
  private final Judge judge;
  private volatile boolean cut;
  private volatile boolean closed;
  private volatile boolean left;
  private volatile boolean concluded;

  /// Known to the reader alone.
  private boolean judged;
  private volatile boolean endedAtRest;

  public ObservedStream(ByteStream stream, HttpView view, Judge judge) {
    super(stream);
    this.view = view;
    this.judge = judge;
  }

  @Override
  public void close() {
    closed = true;
    super.close();
    view.closed();
  }

  @Override
  public void leaving() {
    left = true;
    super.leaving();
    conclude();
  }

  /// Called by both sides, so that whichever comes last finds what the other has said.
  private void conclude() {
    if (left && view.settled()) {
      concluded = true;
      super.close();
    }
  }

  @Override
  public boolean lost() {
    return cut || super.lost();
  }

  @Override
  public boolean asksHalf() {
    return view.asksHalf();
  }

  @Override
  public boolean endedAtRest() {
    return endedAtRest;
  }

  /// Nobody waits for the end of a stream that was closed here.
  private void judgeEnd() throws IOException {
    if (closed) {
      return;
    }
    boolean resting = view.resting();
    try {
      judge.end(view.completeness());
      endedAtRest = resting;
      if (resting && !view.settled()) {
        cut = true;
      }
    } catch (StreamException e) {
      cut = true;
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut = true;
      throw new InterruptedIOException();
    }
  }

  @Override
  protected int read(InputStream input, byte[] bytes, int offset, int length) throws IOException {
    int read = next(input, bytes, offset, length);
    if (read >= 0) {
      view.received(bytes, offset, read);
      conclude();
    } else if (concluded) {
      view.answersEnded();
    } else if (!judged) {
      judgeEnd();
      judged = true;
      view.answersEnded();
    }
    return read;
  }

  private int next(InputStream input, byte[] bytes, int offset, int length) throws IOException {
    if (concluded) {
      return -1;
    }
    try {
      return input.read(bytes, offset, length);
    } catch (IOException e) {
      if (concluded) {
        return -1;
      }
      throw e;
    }
  }

  @Override
  protected void write(OutputStream output, byte[] bytes, int offset, int length)
      throws IOException {
    view.sent(bytes, offset, length);
    // Whichever of the two sees the other: a request that met the end has no answer.
    if (endedAtRest) {
      cut = true;
    }
    output.write(bytes, offset, length);
  }
}
