package dev.mooring.practice.mesh;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The first message of a TLS client, read as Envoy's TLS inspector reads it (RFC 8446, 4.1.2).
final class ClientHello {
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_NAME = 0;
  private static final int LONGEST = 1 << 16;

  private final byte[] bytes;
  private final String serverName;

  private ClientHello(byte[] bytes, String serverName) {
    this.bytes = bytes;
    this.serverName = serverName;
  }

  /// Passes on everything that was read.
  void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /// Empty where the client names none.
  String serverName() {
    return serverName;
  }

  /// @throws IOException where the bytes are no TLS handshake
  static ClientHello read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    int length = 4;
    while (message.size() < length) {
      byte[] head = new byte[5];
      in.readFully(head);
      byte[] record = new byte[(head[3] & 0xff) << 8 | (head[4] & 0xff)];
      if (head[0] != HANDSHAKE || seen.size() + record.length > LONGEST) {
        throw new IOException("no TLS handshake");
      }
      in.readFully(record);
      seen.write(head);
      seen.write(record);
      message.write(record);
      if (message.size() >= 4) {
        length = 4 + (ByteBuffer.wrap(message.toByteArray()).getInt() & 0xffffff);
      }
    }
    try {
      return new ClientHello(seen.toByteArray(), name(ByteBuffer.wrap(message.toByteArray())));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("a broken ClientHello", e);
    }
  }

  private static String name(ByteBuffer message) throws IOException {
    if (message.get() != CLIENT_HELLO) {
      throw new IOException("no ClientHello");
    }
    skip(message, 3 + 2 + 32);
    skip(message, message.get() & 0xff);
    skip(message, message.getShort() & 0xffff);
    skip(message, message.get() & 0xff);
    if (!message.hasRemaining()) {
      return "";
    }
    skip(message, 2);
    while (message.hasRemaining()) {
      int type = message.getShort() & 0xffff;
      int length = message.getShort() & 0xffff;
      if (type == SERVER_NAME) {
        skip(message, 3);
        byte[] name = new byte[message.getShort() & 0xffff];
        message.get(name);
        return new String(name, StandardCharsets.US_ASCII);
      }
      skip(message, length);
    }
    return "";
  }

  private static void skip(ByteBuffer message, int count) {
    message.position(message.position() + count);
  }
}
