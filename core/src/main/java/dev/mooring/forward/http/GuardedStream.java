package dev.mooring.forward.http;

import dev.mooring.tunnel.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// A stream that gets only the requests that pass. The first that does not is answered here, after
/// the answers to those before it, and ends the connection.
public final class GuardedStream implements HalfAsked {
  private final GuardedRequests requests;
  private final ByteStream stream;
  private volatile boolean cut;
  private volatile boolean answered;

  GuardedStream(GuardedRequests requests, ByteStream stream) {
    this.requests = requests;
    this.stream = stream;
  }

  @Override
  public InputStream input() throws IOException {
    return new Answers(stream.input());
  }

  @Override
  public OutputStream output() throws IOException {
    return new Requests(stream.output());
  }

  @Override
  public void close() {
    stream.close();
  }

  @Override
  public boolean asksHalf() {
    return requests.asksHalf();
  }

  @Override
  public void leaving() {
    stream.leaving();
  }

  @Override
  public boolean lost() {
    return cut || (!answered && stream.lost());
  }

  @Override
  public boolean ended() {
    return cut || answered || stream.ended();
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
        stream.close();
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
        stream.close();
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
