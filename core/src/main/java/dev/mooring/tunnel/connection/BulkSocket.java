package dev.mooring.tunnel.connection;

import dev.mooring.platform.BlockOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.Socket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A TCP socket that moves several TLS records with one call to the system.
///
/// The JDK's TLS reads a record of 16 KiB in two calls and writes it in one. Behind a read buffer,
/// and with writes held together between [#cork] and [#uncork], bulk data takes a quarter of the
/// calls, and the far side finds more at once when it is woken.
final class BulkSocket extends Socket {
  private static final int READ = 64 * 1024;

  /// What is held together at most.
  private static final int WRITE = 128 * 1024;

  private @Nullable Source input;
  private @Nullable Held output;

  BulkSocket(Proxy proxy) {
    super(proxy);
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (input == null) {
      input = new Source(super.getInputStream(), READ);
    }
    return input;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return held();
  }

  /// Holds back what is written from now on.
  void cork() throws IOException {
    held().cork();
  }

  /// Sends what was held back.
  void uncork() throws IOException {
    held().uncork();
  }

  private synchronized Held held() throws IOException {
    if (output == null) {
      output = new Held(super.getOutputStream());
    }
    return output;
  }

  private static final class Held extends BlockOutput {
    private final OutputStream output;
    private byte[] bytes = new byte[0];
    private int length;
    private boolean corked;

    Held(OutputStream output) {
      this.output = output;
    }

    synchronized void cork() {
      corked = true;
    }

    synchronized void uncork() throws IOException {
      corked = false;
      send();
    }

    private void send() throws IOException {
      int held = length;
      length = 0;
      if (held > 0) {
        output.write(bytes, 0, held);
      }
    }

    @Override
    public synchronized void write(byte[] source, int offset, int count) throws IOException {
      if (!corked || count > WRITE) {
        send();
        output.write(source, offset, count);
        return;
      }
      if (length + count > WRITE) {
        send();
      }
      if (bytes.length < length + count) {
        bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(WRITE, 2 * bytes.length)));
      }
      System.arraycopy(source, offset, bytes, length, count);
      length += count;
    }
  }
}
