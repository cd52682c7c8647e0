package dev.mooring.tunnel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// SPDY/3.1 frames as port-forward uses them (draft-mbelshe-httpbis-spdy-00). Header blocks are
/// one compressed sequence for the life of a connection, so calls must be made in sending order.
final class Spdy {
  static final int SYN_STREAM = 1;
  static final int SYN_REPLY = 2;
  static final int RST_STREAM = 3;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int FIN = 1;
  static final int CANCEL = 5;

  private static final int CONTROL = 0x8003_0000;

  /// Deflate with a window of 32 KiB, no dictionary (RFC 1950).
  private static final byte[] ZLIB = {0x78, 0x01};

  private static final int STORED_HEAD = 5;

  private boolean begun;

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
    return ByteBuffer.allocate(8).putInt(streamId).putInt(length).array();
  }

  static byte[] reset(int streamId, int status) {
    return ByteBuffer.allocate(16)
        .putInt(CONTROL | RST_STREAM)
        .putInt(8)
        .putInt(streamId)
        .putInt(status)
        .array();
  }

  static byte[] ping(int id) {
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
}
