package dev.mooring.tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;

/// A [ByteStream] for libraries that insist on a [Socket]. No file descriptor stands behind it.
///
/// Connected from the start until closed. Socket options are taken and have no effect, time limits
/// on reads among them: the caller bounds its waits by closing.
public final class StreamSocket extends Socket {
  private final ByteStream stream;
  private final InetSocketAddress peer;
  private volatile boolean closed;
  private volatile int readLimit;

  /// @param peer what is answered to those who ask for the far end; nothing is dialled
  public StreamSocket(ByteStream stream, InetSocketAddress peer) throws IOException {
    super((SocketImpl) null);
    this.stream = stream;
    this.peer = peer;
  }

  /// The stream's own: it blocks until a byte comes or the stream is closed, whatever the
  /// time limit.
  @Override
  public InputStream getInputStream() throws IOException {
    return stream.input();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return stream.output();
  }

  @Override
  public void close() {
    closed = true;
    stream.close();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  /// Whether it was closed here; an end that the far side brought shows in reads and writes
  /// only.
  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isInputShutdown() {
    return closed;
  }

  @Override
  public boolean isOutputShutdown() {
    return closed;
  }

  /// Does nothing: a stream into a pod has no half-close.
  @Override
  public void shutdownInput() {}

  /// Does nothing: a stream into a pod has no half-close.
  @Override
  public void shutdownOutput() {}

  @Override
  public InetAddress getInetAddress() {
    return peer.getAddress();
  }

  @Override
  public int getPort() {
    return peer.getPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return peer;
  }

  /// Loopback: some libraries compare it, or ask it for a name.
  @Override
  public InetAddress getLocalAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public int getLocalPort() {
    return 0;
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return new InetSocketAddress(getLocalAddress(), 0);
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public boolean getTcpNoDelay() {
    return true;
  }

  /// Kept to be answered by [#getSoTimeout], and not kept to.
  @Override
  public void setSoTimeout(int milliseconds) {
    readLimit = milliseconds;
  }

  @Override
  public int getSoTimeout() {
    return readLimit;
  }

  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public void setSoLinger(boolean on, int seconds) {}

  @Override
  public String toString() {
    return "StreamSocket[" + peer + "]";
  }
}
