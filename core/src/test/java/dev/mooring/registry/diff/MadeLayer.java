package dev.mooring.registry.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// A layer made by hand, entry by entry.
final class MadeLayer {
  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();
  private long modified = 1_700_000_000;
  private int mode = 0644;
  private int owner;

  /// Of what follows.
  MadeLayer at(long seconds) {
    modified = seconds;
    return this;
  }

  /// Of what follows.
  MadeLayer mode(int bits) {
    mode = bits;
    return this;
  }

  /// Of what follows.
  MadeLayer owner(int id) {
    owner = id;
    return this;
  }

  /// An extended attribute of the next entry.
  MadeLayer attribute(String name, String value) {
    String record = " SCHILY.xattr." + name + "=" + value + "\n";
    int length = record.getBytes(UTF_8).length + 2;
    return entry('x', "pax", "", (length + record).getBytes(UTF_8));
  }

  MadeLayer file(String path, String content) {
    return file(path, content.getBytes(UTF_8));
  }

  MadeLayer file(String path, byte[] content) {
    return entry('0', path, "", content);
  }

  MadeLayer directory(String path) {
    int before = mode;
    mode |= 0111;
    entry('5', path + "/", "", new byte[0]);
    mode = before;
    return this;
  }

  MadeLayer link(String path, String target) {
    return entry('2', path, target, new byte[0]);
  }

  MadeLayer hardLink(String path, String target) {
    return entry('1', path, target, new byte[0]);
  }

  private MadeLayer entry(char kind, String path, String link, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, path);
    put(header, 100, octal(mode, 7));
    put(header, 108, octal(owner, 7));
    put(header, 116, octal(owner, 7));
    put(header, 124, octal(content.length, 11));
    put(header, 136, octal(modified, 11));
    put(header, 148, "        ");
    header[156] = (byte) kind;
    put(header, 157, link);
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, octal(sum, 6) + "\0 ");
    tar.writeBytes(header);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  private static String octal(long value, int digits) {
    return String.format(Locale.ROOT, "%0" + digits + "o", value);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  byte[] tar() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(tar.toByteArray());
    whole.writeBytes(new byte[1024]);
    return whole.toByteArray();
  }

  byte[] gzip() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(tar());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }
}
