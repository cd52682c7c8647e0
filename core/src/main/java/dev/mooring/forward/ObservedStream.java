package dev.mooring.forward;

import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A stream whose bytes an [HttpView] sees as they pass.
///
/// A request is seen before the pod gets it and an answer before the application does, so that no
/// answer is met before its request.
final class ObservedStream implements ByteStream {
  private final ByteStream stream;
  private final HttpView view;

  ObservedStream(ByteStream stream, HttpView view) {
    this.stream = stream;
    this.view = view;
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
    view.closed();
  }

  @Override
  public void leaving() {
    stream.leaving();
  }

  @Override
  public boolean lost() {
    return stream.lost();
  }

  @Override
  public boolean ended() {
    return stream.ended();
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
      int read = input.read(bytes, offset, length);
      if (read < 0) {
        view.answersEnded();
      } else {
        view.received(bytes, offset, read);
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
      view.sent(bytes, offset, length);
      output.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      output.flush();
    }
  }
}
