package dev.mooring.tunnel.spdy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// SPDY/3.1 frames as port-forward uses them (draft-mbelshe-httpbis-spdy-00), for both ends of a
/// connection. Header blocks are one compressed sequence for its life, so calls must be made in the
/// order of sending and of coming.
public final class Spdy implements AutoCloseable {
  /// Types of control frames (section 2.6), of which port-forward uses these.
  public static final int SYN_STREAM = 1;
  public static final int SYN_REPLY = 2;
  public static final int RST_STREAM = 3;
  public static final int PING = 6;
  static final int GOAWAY = 7;
  /// The flag of a frame that is a stream's last from its sender.
  public static final int FIN = 1;
  /// Reasons of a [#RST_STREAM] (section 2.6.3).
  public static final int PROTOCOL_ERROR = 1;
  public static final int REFUSED_STREAM = 3;
  public static final int CANCEL = 5;

  /// How long a [Head] is.
  public static final int HEAD = 8;

  private static final int CONTROL = 0x8003_0000;

  /// Deflate with a window of 32 KiB, no dictionary (RFC 1950).
  private static final byte[] ZLIB = {0x78, 0x01};

  /// What stands before the headers with which a stream is opened.
  private static final int STREAM_HEAD = 10;

  private static final int STORED_HEAD = 5;
  private static final int LONGEST_BLOCK = 8 * 1024;

  private boolean begun;
  private @Nullable Inflater inflater;

  /// What every frame begins with.
  ///
  /// @param first the stream of data; for anything else version and type, and below 0
  /// @param length of what follows
  public record Head(int first, int flags, int length) {
    /// @param bytes at least [#HEAD]; more are not looked at
    public static Head of(byte[] bytes) {
      ByteBuffer frame = ByteBuffer.wrap(bytes);
      int first = frame.getInt();
      int second = frame.getInt();
      return new Head(first, second >>> 24, second & 0xff_ffff);
    }

    public boolean isData() {
      return first >= 0;
    }

    public boolean isLast() {
      return (flags & FIN) != 0;
    }

    public int type() {
      return first & 0xffff;
    }

    int version() {
      return first >>> 16 & 0x7fff;
    }
  }

  /// Opens both streams of a connection: the error stream, already ended from here, then the data
  /// stream.
  byte[] openPair(int errorId, int dataId, int port, int request) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream(256);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("port", Integer.toString(port));
    headers.put("requestid", Integer.toString(request));
    headers.put("streamtype", "error");
    frames.writeBytes(synStream(errorId, FIN, headers));
    headers.put("streamtype", "data");
    frames.writeBytes(synStream(dataId, 0, headers));
    return frames.toByteArray();
  }

  static byte[] dataHead(int streamId, int length) {
    return dataHead(streamId, 0, length);
  }

  /// The head of a data frame, whose content is to follow at once.
  ///
  /// @param length below 16 MiB, which is what 24 bits hold
  public static byte[] dataHead(int streamId, int flags, int length) {
    return ByteBuffer.allocate(HEAD).putInt(streamId).putInt(flags << 24 | length).array();
  }

  /// Ends a stream in both directions; what is under way of it is dropped.
  public static byte[] reset(int streamId, int status) {
    return ByteBuffer.allocate(16)
        .putInt(CONTROL | RST_STREAM)
        .putInt(8)
        .putInt(streamId)
        .putInt(status)
        .array();
  }

  /// A question that the far side sends back as it is.
  ///
  /// @param id odd for a client's own, even for those it answers
  public static byte[] ping(int id) {
    return ByteBuffer.allocate(12).putInt(CONTROL | PING).putInt(4).putInt(id).array();
  }

  private byte[] synStream(int streamId, int flags, Map<String, String> headers) {
    byte[] block = block(headers);
    return ByteBuffer.allocate(18 + block.length)
        .putInt(CONTROL | SYN_STREAM)
        .putInt(flags << 24 | (10 + block.length))
        .putInt(streamId)
        .putInt(0)
        .putShort((short) 0)
        .put(block)
        .array();
  }

  /// Accepts a stream.
  public byte[] synReply(int streamId) {
    byte[] block = block(Map.of());
    return ByteBuffer.allocate(12 + block.length)
        .putInt(CONTROL | SYN_REPLY)
        .putInt(4 + block.length)
        .putInt(streamId)
        .put(block)
        .array();
  }

  /// The headers with which a stream was opened.
  ///
  /// @param content what follows the head of a [#SYN_STREAM]
  /// @throws IOException when they are not as port-forward has them
  public Map<String, String> headers(byte[] content) throws IOException {
    if (content.length < STREAM_HEAD) {
      throw new IOException("the opening of a stream is too short");
    }
    Inflater zlib = inflater == null ? new Inflater() : inflater;
    inflater = zlib;
    byte[] plain = new byte[LONGEST_BLOCK];
    Map<String, String> headers = new LinkedHashMap<>();
    try {
      zlib.setInput(content, STREAM_HEAD, content.length - STREAM_HEAD);
      ByteBuffer block = ByteBuffer.wrap(plain, 0, zlib.inflate(plain));
      for (int left = block.getInt(); left > 0; left--) {
        headers.put(text(block), text(block));
      }
      return headers;
    } catch (DataFormatException | BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("the headers of a stream cannot be read", e);
    }
  }

  private static String text(ByteBuffer block) {
    int length = block.getInt();
    if (length < 0 || length > block.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    block.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// Zlib in stored blocks: headers this short gain nothing by compression, and a compressor would
  /// cost every tunnel a quarter of a MiB. The empty block at the end lets the reader have what
  /// came before. SPDY's dictionary is not announced, so the far side does not use it.
  private byte[] block(Map<String, String> headers) {
    ByteBuffer plain = ByteBuffer.allocate(1024);
    plain.putInt(headers.size());
    headers.forEach(
        (name, value) -> {
          byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
          byte[] valueBytes = value.getBytes(StandardCharsets.US_ASCII);
          plain.putInt(nameBytes.length).put(nameBytes);
          plain.putInt(valueBytes.length).put(valueBytes);
        });
    int length = plain.position();
    ByteBuffer block =
        ByteBuffer.allocate(2 + 2 * STORED_HEAD + length).order(ByteOrder.LITTLE_ENDIAN);
    if (!begun) {
      begun = true;
      block.put(ZLIB);
    }
    stored(block, length).put(plain.array(), 0, length);
    stored(block, 0);
    return Arrays.copyOf(block.array(), block.position());
  }

  private static ByteBuffer stored(ByteBuffer block, int length) {
    return block.put((byte) 0).putShort((short) length).putShort((short) ~length);
  }

  /// Gives back what reading headers took of memory outside the heap.
  @Override
  public void close() {
    if (inflater != null) {
      inflater.end();
    }
  }
}
