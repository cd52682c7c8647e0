package dev.mooring.practice.http;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The server's side of a WebSocket (RFC 6455): binary messages in as one stream of bytes,
/// and out.
public final class WebSocket {
  private static final int MAX_FRAME = 1 << 25;

  private final DataInputStream in;
  private final OutputStream out;

  private WebSocket(Exchange.Upgraded connection) {
    in = new DataInputStream(connection.in());
    out = connection.out();
  }

  /// Whether the client asks for one.
  public static boolean wanted(Exchange exchange) {
    return exchange.headers().has("Connection", "Upgrade")
        && exchange.headers().has("Upgrade", "websocket");
  }

  /// @param protocol the sub-protocol chosen; empty for none
  public static WebSocket accept(Exchange exchange, String protocol) throws IOException {
    String key = exchange.header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    exchange.with("Sec-WebSocket-Accept", Base64.getEncoder().encodeToString(sha1(key)));
    if (!protocol.isEmpty()) {
      exchange.with("Sec-WebSocket-Protocol", protocol);
    }
    return new WebSocket(exchange.upgrade("websocket"));
  }

  /// RFC 6455 fixes SHA-1 for the handshake; nothing is protected by it.
  private static byte[] sha1(String text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The payloads of all messages, one after the other; message borders mean nothing. It ends when
  /// the client closes.
  public InputStream input() {
    return new Payloads();
  }

  public OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        send(2, new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        send(2, bytes, offset, length);
      }
    };
  }

  /// Says goodbye; the connection ends when the handler returns.
  private void goodbye(int code) throws IOException {
    send(8, new byte[] {(byte) (code >> 8), (byte) code}, 0, 2);
  }

  private synchronized void send(int opcode, byte[] bytes, int offset, int length)
      throws IOException {
    ByteBuffer head = ByteBuffer.allocate(10).put((byte) (0x80 | opcode));
    if (length < 126) {
      head.put((byte) length);
    } else if (length < 1 << 16) {
      head.put((byte) 126).putShort((short) length);
    } else {
      head.put((byte) 127).putLong(length);
    }
    out.write(head.array(), 0, head.position());
    out.write(bytes, offset, length);
    out.flush();
  }

  private final class Payloads extends InputStream {
    private long left;
    private final byte[] mask = new byte[4];
    private int turn;
    private boolean closed;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      while (left == 0) {
        if (closed || !nextFrame()) {
          closed = true;
          return -1;
        }
      }
      int count = in.read(buffer, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the connection ended within a WebSocket frame");
      }
      unmask(buffer, offset, count);
      left -= count;
      return count;
    }

    private boolean nextFrame() throws IOException {
      int first = in.read();
      if (first < 0) {
        return false;
      }
      int second = in.readUnsignedByte();
      long length = second & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      if ((second & 0x80) == 0 || length < 0 || length > MAX_FRAME) {
        goodbye((second & 0x80) == 0 ? 1002 : 1009);
        return false;
      }
      in.readFully(mask);
      turn = 0;
      return switch (first & 0x0f) {
        case 0, 1, 2 -> {
          left = length;
          yield true;
        }
        case 8 -> {
          goodbye(1000);
          yield false;
        }
        default -> {
          byte[] payload = new byte[(int) Math.min(length, 125)];
          in.readFully(payload);
          unmask(payload, 0, payload.length);
          if ((first & 0x0f) == 9) {
            send(10, payload, 0, payload.length);
          }
          yield true;
        }
      };
    }

    private void unmask(byte[] bytes, int offset, int count) {
      for (int i = offset; i < offset + count; i++) {
        bytes[i] ^= mask[turn++ & 3];
      }
    }
  }
}
