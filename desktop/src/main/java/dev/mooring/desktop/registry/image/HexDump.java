package dev.mooring.desktop.registry.image;

import java.util.Locale;

/// Bytes as numbers and letters, as `hexdump -C` writes them.
final class HexDump {
  private static final int LINE = 16;

  private HexDump() {}

  static String of(byte[] bytes, int length) {
    StringBuilder dump = new StringBuilder();
    for (int at = 0; at < length; at += LINE) {
      if (at > 0) {
        dump.append('\n');
      }
      line(bytes, at, Math.min(length, at + LINE), dump);
    }
    return dump.toString();
  }

  private static void line(byte[] bytes, int from, int to, StringBuilder dump) {
    dump.append(String.format(Locale.ROOT, "%08x ", from));
    for (int at = from; at < from + LINE; at++) {
      if (at == from + LINE / 2) {
        dump.append(' ');
      }
      dump.append(at < to ? String.format(Locale.ROOT, " %02x", bytes[at]) : "   ");
    }
    dump.append("  ");
    for (int at = from; at < to; at++) {
      boolean letter = bytes[at] >= ' ' && bytes[at] < 0x7f;
      dump.append(letter ? (char) bytes[at] : '.');
    }
  }
}
