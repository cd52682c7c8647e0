package dev.mooring.tunnel.spdy;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Context;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/// An API server of one's own that upgrades to a WebSocket and speaks SPDY/3.1 inside it, as badly
/// as a test wants.
public final class SpdyServer implements ApiEndpoint, AutoCloseable {

  /// What the far side does with one upgraded connection.
  @FunctionalInterface
  public interface Behaviour {
    void serve(Peer peer) throws Exception;
  }

  private final ServerSocket server;
  private final Behaviour behaviour;
  private final UnaryOperator<String> refusal;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger upgrades = new AtomicInteger();
  private final AtomicInteger handshakes = new AtomicInteger();
  private final AtomicInteger mostHandshakes = new AtomicInteger();

  private SpdyServer(Behaviour behaviour, UnaryOperator<String> refusal) throws IOException {
    this(new ServerSocket(0, 512, InetAddress.getLoopbackAddress()), behaviour, refusal);
  }

  private SpdyServer(ServerSocket server, Behaviour behaviour, UnaryOperator<String> refusal) {
    this.server = server;
    this.behaviour = behaviour;
    this.refusal = refusal;
    Thread.ofVirtual().start(this::accept);
  }

  public static SpdyServer serving(Behaviour behaviour) throws IOException {
    return new SpdyServer(behaviour, head -> "");
  }

  /// Answers every request with these bytes.
  public static SpdyServer answering(String answer) throws IOException {
    return new SpdyServer(peer -> {}, head -> answer);
  }

  /// Serves what the refusal gives an empty answer to; "drop" closes the connection.
  ///
  /// @param refusal from the request's head to the answer
  public static SpdyServer choosing(Behaviour behaviour, UnaryOperator<String> refusal)
      throws IOException {
    return new SpdyServer(behaviour, refusal);
  }

  /// The same over TLS; clients need a certificate.
  public static SpdyServer secured(Behaviour behaviour, SSLContext tls) throws IOException {
    return secured(behaviour, head -> "", tls);
  }

  public static SpdyServer secured(
      Behaviour behaviour, UnaryOperator<String> refusal, SSLContext tls) throws IOException {
    SSLServerSocket socket =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.setNeedClientAuth(true);
    return new SpdyServer(socket, behaviour, refusal);
  }

  /// Echoes every data stream.
  public static void echo(Peer peer) throws IOException {
    while (true) {
      Frame frame = peer.next();
      if (frame.type() == Spdy.SYN_STREAM) {
        peer.reply(frame.stream());
      } else if (frame.type() == 0) {
        peer.data(frame.stream(), frame.content(), false);
      } else if (frame.type() == Spdy.PING) {
        peer.raw(Spdy.ping(frame.stream()));
      }
    }
  }

  /// What was asked for, in order.
  public List<String> heads() {
    return List.copyOf(heads);
  }

  /// How many upgrades were being answered at the same time, at most.
  public int mostHandshakes() {
    return mostHandshakes.get();
  }

  public int upgrades() {
    return upgrades.get();
  }

  public int open() {
    return (int) sockets.stream().filter(each -> !each.isClosed()).count();
  }

  public void cut() throws IOException {
    for (Socket each : sockets) {
      each.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        sockets.removeIf(Socket::isClosed);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream input = new DataInputStream(socket.getInputStream());
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) input.readUnsignedByte());
      }
      OutputStream output = socket.getOutputStream();
      if (head.indexOf("GET /version ") == 0 || head.indexOf("OPTIONS * ") == 0) {
        output.write(
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return;
      }
      upgrades.incrementAndGet();
      heads.add(head.toString());
      mostHandshakes.accumulateAndGet(handshakes.incrementAndGet(), Math::max);
      try {
        String answer = refusal.apply(head.toString());
        if (!answer.isEmpty()) {
          output.write(
              answer.equals("drop") ? new byte[0] : answer.getBytes(StandardCharsets.UTF_8));
          return;
        }
      } finally {
        handshakes.decrementAndGet();
      }
      if (head.indexOf("Upgrade: SPDY/3.1") > 0) {
        output.write(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: SPDY/3.1\r\nConnection: Upgrade\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        behaviour.serve(new Peer(input, output, false));
        return;
      }
      int protocol = head.indexOf("Sec-WebSocket-Protocol: ") + 24;
      int key = head.indexOf("Sec-WebSocket-Key: ") + 19;
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (head.substring(key, head.indexOf("\r\n", key))
                          + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.US_ASCII));
      output.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Protocol: "
                  + head.substring(protocol, head.indexOf("\r\n", protocol))
                  + "\r\nSec-WebSocket-Accept: "
                  + Base64.getEncoder().encodeToString(hash)
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      behaviour.serve(new Peer(input, output, true));
    } catch (Exception e) {
      // Connections end in any way a test wants.
    }
  }

  @Override
  public Context context() {
    return new Context("test", "test", "test", server().toString(), "default", true);
  }

  @Override
  public URI server() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  @Override
  public @Nullable SSLContext tls() {
    return null;
  }

  @Override
  public @Nullable String tlsName() {
    return null;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("Authorization", "Bearer secret-of-the-test");
  }

  @Override
  public ProxySelector proxies() {
    return ProxySelector.of(null);
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }

  /// One SPDY frame from the client; type 0 is data.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Frame(int type, int stream, int flags, byte[] content) {}

  /// The far end of one tunnel.
  public static final class Peer {
    private final DataInputStream input;
    private final OutputStream output;
    private final boolean webSocket;
    private byte[] rest = new byte[0];
    private int position;

    Peer(DataInputStream input, OutputStream output, boolean webSocket) {
      this.webSocket = webSocket;
      this.input = input;
      this.output = output;
    }

    public Frame next() throws IOException {
      ByteBuffer head = ByteBuffer.wrap(take(8));
      int first = head.getInt();
      int second = head.getInt();
      byte[] content = take(second & 0xff_ffff);
      if (first >= 0) {
        return new Frame(0, first, second >>> 24, content);
      }
      return new Frame(first & 0xffff, ByteBuffer.wrap(content).getInt(), second >>> 24, content);
    }

    /// Skips to the data stream's opening and names it.
    public int opened() throws IOException {
      while (true) {
        Frame frame = next();
        if (frame.type() == Spdy.SYN_STREAM && frame.flags() == 0) {
          return frame.stream();
        }
      }
    }

    public void reply(int stream) throws IOException {
      raw(ByteBuffer.allocate(12).putInt(0x8003_0002).putInt(4).putInt(stream).array());
    }

    public void data(int stream, byte[] bytes, boolean fin) throws IOException {
      raw(
          ByteBuffer.allocate(8 + bytes.length)
              .putInt(stream)
              .putInt((fin ? 1 << 24 : 0) | bytes.length)
              .put(bytes)
              .array());
    }

    public void reset(int stream) throws IOException {
      raw(Spdy.reset(stream, Spdy.CANCEL));
    }

    /// SPDY bytes in one WebSocket message of two fragments.
    public synchronized void raw(byte[] bytes) throws IOException {
      if (!webSocket) {
        output.write(bytes);
        return;
      }
      int half = bytes.length / 2;
      ByteArrayOutputStream frames = new ByteArrayOutputStream();
      fragment(frames, 0x02, bytes, 0, half);
      fragment(frames, 0x80, bytes, half, bytes.length - half);
      output.write(frames.toByteArray());
    }

    private synchronized void pong(byte[] content) throws IOException {
      output.write(
          ByteBuffer.allocate(2 + content.length)
              .put((byte) 0x8a)
              .put((byte) content.length)
              .put(content)
              .array());
    }

    public synchronized void unframed(byte[] bytes) throws IOException {
      output.write(bytes);
    }

    private static void fragment(
        ByteArrayOutputStream frames, int first, byte[] bytes, int offset, int length) {
      frames.write(first);
      frames.write(127);
      frames.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
      frames.write(bytes, offset, length);
    }

    private byte[] take(int count) throws IOException {
      if (!webSocket) {
        byte[] all = input.readNBytes(count);
        if (all.length < count) {
          throw new EOFException("closed");
        }
        return all;
      }
      byte[] taken = new byte[count];
      int filled = 0;
      while (filled < count) {
        if (position == rest.length) {
          rest = message();
          position = 0;
          continue;
        }
        int part = Math.min(count - filled, rest.length - position);
        System.arraycopy(rest, position, taken, filled, part);
        position += part;
        filled += part;
      }
      return taken;
    }

    /// The next binary message, whole; WebSocket pings are answered and read as nothing.
    public byte[] message() throws IOException {
      int first = input.readUnsignedByte();
      int small = input.readUnsignedByte();
      if ((small & 0x80) == 0) {
        throw new IOException("the client did not mask");
      }
      long length = small & 0x7f;
      if (length == 126) {
        length = input.readUnsignedShort();
      } else if (length == 127) {
        length = input.readLong();
      }
      byte[] mask = input.readNBytes(4);
      byte[] content = input.readNBytes((int) length);
      for (int i = 0; i < content.length; i++) {
        content[i] ^= mask[i % 4];
      }
      if ((first & 0x0f) == 8) {
        throw new EOFException("closed");
      }
      if ((first & 0x0f) == 9) {
        pong(content);
      }
      return (first & 0x0f) == 2 ? content : new byte[0];
    }
  }
}
