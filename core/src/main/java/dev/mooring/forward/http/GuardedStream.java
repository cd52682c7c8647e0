package dev.mooring.forward.http;

import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ForwardingStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// A stream that gets only the requests that pass. The first that does not is answered here, after
/// the answers to those before it, and ends the connection.
public final class GuardedStream extends ForwardingStream implements HalfAsked {
  private final GuardedRequests requests;
  private volatile boolean cut;
  private volatile boolean answered;

  GuardedStream(GuardedRequests requests, ByteStream stream) {
    super(stream);
    this.requests = requests;
  }

  @Override
  public InputStream input() throws IOException {
    return new Answers(super.input());
  }

  @Override
  public OutputStream output() throws IOException {
    return new Requests(super.output());
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

  private final class Requests extends OutputStream {
    private final OutputStream output;

    Requests(OutputStream output) {
      this.output = output;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (requests.send(bytes, offset, length, output)) {
        // Wakes the other direction, whose turn it is to refuse.
        GuardedStream.this.close();
      }
    }

    @Override
    public void flush() throws IOException {
      if (requests.refused().isEmpty()) {
        output.flush();
      }
    }
  }

  private final class Answers extends InputStream {
    private final InputStream input;
    private @Nullable InputStream refusal;

    Answers(InputStream input) {
      this.input = input;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
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
        GuardedStream.this.close();
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
}
