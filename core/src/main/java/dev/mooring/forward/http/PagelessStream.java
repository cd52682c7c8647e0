package dev.mooring.forward.http;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.FilterStream;
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
public final class PagelessStream extends FilterStream {
  private static final Pattern REQUEST = Pattern.compile("[A-Za-z]{1,16} /");
  private static final int LONGEST_START = 18;

  private volatile boolean refused;
  private boolean begun;

  /// @param stream closed at the first bytes that begin as a request does
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
  public boolean lost() {
    return refused || super.lost();
  }

  @Override
  public boolean ended() {
    return refused || super.ended();
  }

  @Override
  protected int read(InputStream input, byte[] bytes, int offset, int length) throws IOException {
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

  @Override
  protected void write(OutputStream output, byte[] bytes, int offset, int length)
      throws IOException {
    if (!begun) {
      String start =
          new String(bytes, offset, Math.min(length, LONGEST_START), StandardCharsets.ISO_8859_1);
      refused = REQUEST.matcher(start).lookingAt();
      begun = true;
      if (refused) {
        // Wakes the reader, who says why.
        close();
      }
    }
    if (refused) {
      throw refusal();
    }
    output.write(bytes, offset, length);
  }

  @Override
  protected void flush(OutputStream output) throws IOException {
    if (!refused) {
      output.flush();
    }
  }
}
