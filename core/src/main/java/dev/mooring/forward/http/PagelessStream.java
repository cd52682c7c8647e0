package dev.mooring.forward.http;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ForwardingStream;
import dev.mooring.tunnel.StreamException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A stream to a service that does not speak HTTP/1.x: a connection that begins as a request of it
/// is cut before the service sees a byte, because a web page can send nothing else.
///
/// Nothing is held back, so that servers that speak first and short first messages pass: a browser
/// sends the head of a request as one piece, which no page can change.
public final class PagelessStream extends ForwardingStream {
  private static final Pattern REQUEST = Pattern.compile("[A-Za-z]{1,16} /");
  private static final int LONGEST_START = 18;

  private volatile boolean refused;
  private boolean begun;

  public PagelessStream(ByteStream stream) {
    super(stream);
  }

  private StreamException refusal() {
    return new StreamException(
        StreamException.Kind.RESET,
        new Problem(
            Code.NOT_ALLOWED,
            Messages.of("refused-an-http-request"),
            Messages.of("the-service-port-is-not-declared"),
            new Remedy.Advice(Messages.of("name-the-service-port-http"))));
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
  public boolean lost() {
    return refused || super.lost();
  }

  @Override
  public boolean ended() {
    return refused || super.ended();
  }

  private final class Answers extends InputStream {
    private final InputStream input;

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
      int read;
      try {
        read = input.read(bytes, offset, length);
      } catch (IOException e) {
        throw refused ? refusal() : e;
      }
      if (refused) {
        throw refusal();
      }
      return read;
    }
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
      if (!begun) {
        String start =
            new String(bytes, offset, Math.min(length, LONGEST_START), StandardCharsets.ISO_8859_1);
        refused = REQUEST.matcher(start).lookingAt();
        begun = true;
        if (refused) {
          // Wakes the reader, who says why.
          PagelessStream.this.close();
        }
      }
      if (refused) {
        throw refusal();
      }
      output.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      if (!refused) {
        output.flush();
      }
    }
  }
}
