package dev.mooring.mesh;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/// A TCP connection to an address outside this machine.
///
/// The kernel asks after a peer that says nothing, so that one who has gone is noticed by those who
/// only read.
final class TcpStream implements ByteStream {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /// Seconds of silence before the first question, between questions, and how many.
  private static final Map<SocketOption<Integer>, Integer> KEEPALIVE =
      Map.of(
          ExtendedSocketOptions.TCP_KEEPIDLE, 1,
          ExtendedSocketOptions.TCP_KEEPINTERVAL, 1,
          ExtendedSocketOptions.TCP_KEEPCOUNT, 2);

  private final Socket socket;
  private final InputStream input;
  private final OutputStream output;
  private volatile boolean broken;

  private TcpStream(Socket socket) throws IOException {
    this.socket = socket;
    this.input = socket.getInputStream();
    this.output = socket.getOutputStream();
  }

  /// @throws MooringException when nothing answers there within a second
  static TcpStream connect(String host, int port) throws InterruptedException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, port), (int) LIMIT.toMillis());
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      for (Map.Entry<SocketOption<Integer>, Integer> each : KEEPALIVE.entrySet()) {
        if (socket.supportedOptions().contains(each.getKey())) {
          socket.setOption(each.getKey(), each.getValue());
        }
      }
      return new TcpStream(socket);
    } catch (IOException e) {
      close(socket);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw new Problem(
              Code.REGISTRY_UNREACHABLE,
              Messages.of("cannot-connect-to-2", host, port),
              Messages.of("nothing-answers-at", host, port),
              new Remedy.Advice(Messages.of("check-that-this-computer-reaches-that")),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public void close() {
    broken |= !socket.isClosed();
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // Nothing depends on it any more.
    }
  }

  /// TLS above tells a cut from an end; without TLS an end by the peer counts as one.
  @Override
  public boolean lost() {
    return false;
  }

  @Override
  public boolean ended() {
    return broken || socket.isClosed();
  }
}
