package dev.mooring.tunnel.websocket;

import dev.mooring.tunnel.connection.ApiConnection;
import dev.mooring.tunnel.connection.Source;
import dev.mooring.tunnel.connection.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The client's side of a WebSocket (RFC 6455) that carries binary messages.
///
/// [#read] gives the bytes of all messages as one stream; [#nextMessage] and [#readMessage]
/// keep their borders. Pings are answered, a close is an end in order only with the code
/// 1000. What breaks the protocol (masked frames, reserved bits, control frames that are long
/// or in pieces) is an `IOException`. One thread reads and one writes; [#ping] may be called
/// by any.
public final class WebSocketWire implements Wire {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle NATIVE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int CONTINUATION = 0;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int NORMAL = 1000;

  private final ApiConnection connection;
  private final Source source;
  private final AtomicReference<byte @Nullable []> owedPong = new AtomicReference<>();
  private final AtomicInteger wantedPing = new AtomicInteger();
  private IntConsumer answered = id -> {};
  private Runnable wake = () -> {};
  private volatile boolean closeSeen;
  private long remaining;
  private boolean finalFrame = true;
  private boolean inMessage;

  WebSocketWire(ApiConnection connection) {
    this.connection = connection;
    this.source = new Source(connection.input());
  }

  @Override
  public void onOwed(Runnable action) {
    wake = action;
  }

  /// Waits for a byte of any message. -1 comes only after a close with the code 1000; a
  /// connection that ends without one was lost.
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (remaining == 0) {
      if (!nextFrame()) {
        return -1;
      }
    }
    return payload(target, offset, length);
  }

  /// Moves to the next message, past what was not read of the present one. False at the end
  /// of all.
  public boolean nextMessage() throws IOException {
    byte[] rest = new byte[1024];
    while (inMessage) {
      if (readMessage(rest, 0, rest.length) < 0) {
        break;
      }
    }
    return !closeSeen && nextFrame();
  }

  /// Reads from the present message, in whatever frames it comes; -1 at its end.
  ///
  /// @throws EOFException when the connection ends inside it
  public int readMessage(byte[] target, int offset, int length) throws IOException {
    while (remaining == 0) {
      if (finalFrame) {
        inMessage = false;
        return -1;
      }
      if (!nextFrame()) {
        throw new EOFException("the connection ended inside a message");
      }
    }
    return payload(target, offset, length);
  }

  private int payload(byte[] target, int offset, int length) throws IOException {
    int read = source.read(target, offset, (int) Math.min(length, remaining));
    if (read < 0) {
      throw new EOFException("the connection ended inside a message");
    }
    remaining -= read;
    return read;
  }

  /// Reads headers until that of a data frame; control frames are handled on the way.
  private boolean nextFrame() throws IOException {
    while (true) {
      int first = source.read();
      if (first < 0) {
        throw new EOFException("the connection ended without a close message");
      }
      int second = source.must();
      int opcode = first & 0x0f;
      if ((first & 0x70) != 0 || (second & 0x80) != 0) {
        throw new IOException("the server sent a WebSocket frame that breaks the protocol");
      }
      long length = length(second & 0x7f);
      if (opcode >= CLOSE) {
        if (control(opcode, (first & 0x80) != 0, length)) {
          return false;
        }
        continue;
      }
      boolean continues = opcode == CONTINUATION;
      if (opcode > BINARY || continues == finalFrame) {
        throw new IOException("the server sent WebSocket frames out of order");
      }
      finalFrame = (first & 0x80) != 0;
      inMessage = true;
      remaining = length;
      return true;
    }
  }

  private long length(int small) throws IOException {
    if (small < 126) {
      return small;
    }
    long length = 0;
    for (int i = 0; i < (small == 126 ? 2 : 8); i++) {
      length = length << 8 | source.must();
    }
    if (length < 0) {
      throw new IOException("the server sent a WebSocket frame of impossible length");
    }
    return length;
  }

  private boolean control(int opcode, boolean whole, long length) throws IOException {
    if (!whole || length > 125 || opcode > PONG) {
      throw new IOException("the server sent a WebSocket control frame that breaks the protocol");
    }
    byte[] content = new byte[(int) length];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) source.must();
    }
    if (opcode == CLOSE) {
      closeSeen = true;
      int code = content.length < 2 ? NORMAL : (content[0] & 0xff) << 8 | (content[1] & 0xff);
      if (code != NORMAL) {
        throw new IOException("the server closed the connection with code " + code);
      }
      return true;
    }
    if (opcode == PING) {
      owedPong.set(content);
      wake.run();
    } else if (opcode == PONG && content.length == Integer.BYTES) {
      answered.accept(ByteBuffer.wrap(content).getInt());
    }
    return false;
  }

  /// One message in one frame, masked in place with a fresh key (section 5.3).
  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    int header = length < 126 ? 6 : length < 65536 ? 8 : 14;
    int mask = ThreadLocalRandom.current().nextInt();
    int start = offset - header;
    buffer[start] = (byte) (0x80 | BINARY);
    if (length < 126) {
      buffer[start + 1] = (byte) (0x80 | length);
    } else if (length < 65536) {
      buffer[start + 1] = (byte) (0x80 | 126);
      buffer[start + 2] = (byte) (length >> 8);
      buffer[start + 3] = (byte) length;
    } else {
      buffer[start + 1] = (byte) (0x80 | 127);
      LONGS.set(buffer, start + 2, (long) length);
    }
    for (int i = 0; i < 4; i++) {
      buffer[offset - 4 + i] = (byte) (mask >> (24 - 8 * i));
    }
    mask(buffer, offset, length, mask);
    connection.write(buffer, start, header + length);
  }

  private static void mask(byte[] buffer, int offset, int length, int mask) {
    long wide = (long) mask << 32 | (mask & 0xffff_ffffL);
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      wide = Long.reverseBytes(wide);
    }
    int end = offset + length;
    int i = offset;
    for (; i + 8 <= end; i += 8) {
      NATIVE.set(buffer, i, (long) NATIVE.get(buffer, i) ^ wide);
    }
    for (int k = 0; i < end; i++, k++) {
      buffer[i] ^= (byte) (mask >> (24 - 8 * (k & 3)));
    }
  }

  /// Asks for a WebSocket ping (section 5.5.2) to be sent, for protocols that have none of
  /// their own. Of several that wait the newest is sent. Returns at once.
  ///
  /// @param id not 0; comes back by [#onAnswer]
  public void ping(int id) {
    wantedPing.set(id);
    wake.run();
  }

  /// @param action called on the reading thread with the id of each ping that was answered
  public void onAnswer(IntConsumer action) {
    answered = action;
  }

  /// The answer to the far side's last ping, then the ping that was asked for last.
  @Override
  public void writeOwed() throws IOException {
    byte[] pong = owedPong.getAndSet(null);
    if (pong != null) {
      writeControl(PONG, pong);
    }
    int ping = wantedPing.getAndSet(0);
    if (ping != 0) {
      writeControl(PING, ByteBuffer.allocate(Integer.BYTES).putInt(ping).array());
    }
  }

  /// A close with the code 1000. The far side's own is not waited for.
  @Override
  public void writeEnd() throws IOException {
    writeControl(CLOSE, new byte[] {(byte) (NORMAL >> 8), (byte) NORMAL});
  }

  private void writeControl(int opcode, byte[] content) throws IOException {
    byte[] frame = new byte[6 + content.length];
    int mask = ThreadLocalRandom.current().nextInt();
    frame[0] = (byte) (0x80 | opcode);
    frame[1] = (byte) (0x80 | content.length);
    for (int i = 0; i < 4; i++) {
      frame[2 + i] = (byte) (mask >> (24 - 8 * i));
    }
    System.arraycopy(content, 0, frame, 6, content.length);
    mask(frame, 6, content.length, mask);
    connection.write(frame, 0, frame.length);
  }

  @Override
  public void abort() {
    connection.close();
  }
}
