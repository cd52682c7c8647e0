package dev.mooring.forward;

import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/// A TCP connection in a pod's place.
final class Dialled implements ByteStream {
  private final Socket socket;

  Dialled(int port) {
    try {
      socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream input() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public OutputStream output() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean lost() {
    return false;
  }
}
