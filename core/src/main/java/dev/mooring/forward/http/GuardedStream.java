package dev.mooring.forward.http;

import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.FilterStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// A stream that gets only the requests that pass. The first that does not is answered here,
/// after the answers to those before it, and ends the connection.
///
/// An answer that would leave HTTP/1.x (an upgrade, `CONNECT`) is cut: what follows could not
/// be judged any more. Its reader and its writer may be different threads.
public final class GuardedStream extends FilterStream implements HalfAsked {
  private final GuardedRequests requests;
  private volatile boolean cut;
  private volatile boolean answered;

  /// What the reader reads instead of answers, known to it alone.
  private @Nullable InputStream refusal;

  GuardedStream(GuardedRequests requests, ByteStream stream) {
    super(stream);
    this.requests = requests;
  }

  @Override
  public boolean asksHalf() {
    return requests.asksHalf();
  }

  @Override
  public boolean lost() {
    return cut || (!answered && super.lost());
  }

  @Override
  public boolean ended() {
    return cut || answered || super.ended();
  }

  @Override
  protected void write(OutputStream output, byte[] bytes, int offset, int length)
      throws IOException {
    if (requests.send(bytes, offset, length, output)) {
      // Wakes the other direction, whose turn it is to refuse.
      close();
    }
  }

  @Override
  protected void flush(OutputStream output) throws IOException {
    if (requests.refused().isEmpty()) {
      output.flush();
    }
  }

  @Override
  protected int read(InputStream input, byte[] bytes, int offset, int length) throws IOException {
    if (refuses()) {
      return refusal().read(bytes, offset, length);
    }
    int read;
    try {
      read = input.read(bytes, offset, length);
    } catch (IOException e) {
      if (refuses()) {
        return refusal().read(bytes, offset, length);
      }
      throw e;
    }
    if (read < 0) {
      return refuses() ? refusal().read(bytes, offset, length) : read;
    }
    if (!requests.answered(bytes, offset, read)) {
      cut = true;
      close();
      throw new IOException("the far side would go on in another protocol");
    }
    return read;
  }

  private boolean refuses() {
    return refusal != null || requests.due().isPresent();
  }

  private InputStream refusal() {
    InputStream words = refusal;
    if (words == null) {
      words = new ByteArrayInputStream(requests.due().orElseThrow().bytes());
      refusal = words;
      answered = true;
    }
    return words;
  }
}
