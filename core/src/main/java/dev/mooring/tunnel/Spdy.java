package dev.mooring.tunnel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;

/// SPDY/3.1 frames as port-forward uses them (draft-mbelshe-httpbis-spdy-00). Header blocks go
/// through one compressor for the life of a connection, so calls must be made in sending order.
final class Spdy implements AutoCloseable {
  static final int SYN_STREAM = 1;
  static final int SYN_REPLY = 2;
  static final int RST_STREAM = 3;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int FIN = 1;
  static final int CANCEL = 5;

  private static final int CONTROL = 0x8003_0000;

  private final Deflater deflater = new Deflater(9);
  private boolean closed;

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
    byte[] block = compressed(headers);
    return ByteBuffer.allocate(18 + block.length)
        .putInt(CONTROL | SYN_STREAM)
        .putInt(flags << 24 | (10 + block.length))
        .putInt(streamId)
        .putInt(0)
        .putShort((short) 0)
        .put(block)
        .array();
  }

  /// The compressor never announces SPDY's dictionary, which the far side then does not use.
  private byte[] compressed(Map<String, String> headers) {
    ByteBuffer plain = ByteBuffer.allocate(1024);
    plain.putInt(headers.size());
    headers.forEach(
        (name, value) -> {
          byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
          byte[] valueBytes = value.getBytes(StandardCharsets.US_ASCII);
          plain.putInt(nameBytes.length).put(nameBytes);
          plain.putInt(valueBytes.length).put(valueBytes);
        });
    synchronized (deflater) {
      if (closed) {
        return new byte[0];
      }
      deflater.setInput(plain.array(), 0, plain.position());
      ByteArrayOutputStream block = new ByteArrayOutputStream(128);
      byte[] part = new byte[512];
      int length;
      do {
        length = deflater.deflate(part, 0, part.length, Deflater.SYNC_FLUSH);
        block.write(part, 0, length);
      } while (length == part.length);
      return block.toByteArray();
    }
  }

  @Override
  public void close() {
    synchronized (deflater) {
      closed = true;
      deflater.end();
    }
  }
}
