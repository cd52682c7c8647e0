package dev.mooring.debug.inspect;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/// The way to the Delve of a session that another Mooring of this user has: the session's port on
/// this machine.
///
/// @param address as [DebugSession#address]
public record DelvePort(InetSocketAddress address) implements Dialer {
  private static final int LIMIT_MILLIS = 2_000;

  @Override
  public ByteStream dial() throws InterruptedException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(address, LIMIT_MILLIS);
      return new Loopback(socket, socket.getInputStream(), socket.getOutputStream());
    } catch (IOException e) {
      close(socket);
      throw new Problem(
              Code.DEBUG_SESSION_ENDED,
              Messages.of("nothing-listens-for-the-session", address.getPort()),
              Messages.of("the-session-ended"),
              new Remedy.Command(Messages.of("see-which-sessions-run"), "mooring debug ls"),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing depends on it any more.
    }
  }

  private record Loopback(Socket socket, InputStream input, OutputStream output)
      implements ByteStream {
    @Override
    public void close() {
      DelvePort.close(socket);
    }

    @Override
    public boolean lost() {
      return socket.isClosed();
    }
  }
}
