package dev.mooring.desktop.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/// A layer made entry by entry.
final class OddLayer {
  private static final int BLOCK = 512;

  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  OddLayer file(String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return entry('0', path, "", 0644, bytes);
  }

  OddLayer program(String path, byte[] content) {
    return entry('0', path, "", 04755, content);
  }

  OddLayer folder(String path) {
    return entry('5', path + "/", "", 0755, new byte[0]);
  }

  OddLayer link(String path, String to) {
    return entry('2', path, to, 0777, new byte[0]);
  }

  OddLayer hard(String path, String to) {
    return entry('1', path, to, 0644, new byte[0]);
  }

  OddLayer device(String path) {
    return entry('3', path, "", 0666, new byte[0]);
  }

  private OddLayer entry(char type, String path, String link, int mode, byte[] content) {
    byte[] header = new byte[BLOCK];
    put(header, 0, path);
    put(header, 100, String.format("%07o", mode));
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, String.format("%011o", content.length));
    put(header, 136, String.format("%011o", 1_700_000_000));
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 157, link);
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, String.format("%06o", sum));
    header[154] = 0;
    tar.writeBytes(header);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    return this;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  byte[] gzip() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(tar.toByteArray());
      out.write(new byte[2 * BLOCK]);
    }
    return packed.toByteArray();
  }
}
