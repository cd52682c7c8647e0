package dev.mooring.desktop.control;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/// JSON objects over a socket, one a line, each bounded in size and time.
///
/// One thread may read while others write. What takes too long closes the channel.
final class LineChannel implements AutoCloseable {
  /// No forward's entry and no problem comes near it.
  static final int LONGEST = 256 * 1024;

  private final SocketChannel channel;
  private final ByteBuffer arrived = ByteBuffer.allocate(8192).flip();

  LineChannel(SocketChannel channel) {
    this.channel = channel;
  }

  static LineChannel connect(SocketAddress address, Duration limit) throws IOException {
    LineChannel line = new LineChannel(SocketChannel.open(StandardProtocolFamily.UNIX));
    try {
      line.within(limit, () -> line.channel.connect(address));
      return line;
    } catch (IOException e) {
      line.close();
      throw e;
    }
  }

  /// @return nothing at the end
  /// @throws IOException when the line is too long, takes too long, or is no JSON object
  Optional<Document> read(Duration limit) throws IOException {
    byte[] bytes = within(limit, this::line);
    if (bytes.length == 0) {
      return Optional.empty();
    }
    try {
      Document document = Documents.json(bytes, Messages.of("a-line"));
      if (document.plain() instanceof java.util.Map) {
        return Optional.of(document);
      }
      throw new IOException("not a JSON object");
    } catch (MooringException e) {
      throw new IOException("not JSON", e);
    }
  }

  void write(Document document, Duration limit) throws IOException {
    byte[] json = Documents.jsonBytes(document);
    ByteBuffer line = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    synchronized (channel) {
      within(
          limit,
          () -> {
            while (line.hasRemaining()) {
              channel.write(line);
            }
            return line;
          });
    }
  }

  /// Empty at the end.
  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      while (arrived.hasRemaining()) {
        byte next = arrived.get();
        if (next != '\n') {
          line.write(next);
        } else if (line.size() > 0) {
          return line.toByteArray();
        }
        if (line.size() > LONGEST) {
          throw new IOException("a line is longer than " + LONGEST + " bytes");
        }
      }
      arrived.clear();
      int count = channel.read(arrived);
      arrived.flip();
      if (count < 0) {
        if (line.size() > 0) {
          throw new IOException("ended within a line");
        }
        return new byte[0];
      }
    }
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  /// Blocking channels know no time limit; closing them wakes who waits.
  private <T> T within(Duration limit, Step<T> step) throws IOException {
    Thread guard =
        Thread.ofVirtual()
            .name("control-limit")
            .start(
                () -> {
                  try {
                    Thread.sleep(limit);
                    close();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    try {
      return step.run();
    } catch (java.nio.channels.ClosedByInterruptException e) {
      throw e;
    } catch (AsynchronousCloseException e) {
      SocketTimeoutException late =
          new SocketTimeoutException("nothing within " + limit.toSeconds() + " s");
      late.initCause(e);
      throw late;
    } finally {
      guard.interrupt();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Closed enough: nothing is waited for.
    }
  }
}
