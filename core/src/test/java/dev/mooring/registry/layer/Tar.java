package dev.mooring.registry.layer;

import dev.mooring.registry.LocalRegistry;
import dev.mooring.registry.Programs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;

/// Layers made by hand, and by the machine's programs.
final class Tar {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Tar file(String name, byte[] content) {
    return entry('0', name, "", content);
  }

  Tar file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Tar entry(char kind, String name, String link, byte[] content) {
    byte[] header = header(kind, name, link, content.length);
    return block(header).block(content);
  }

  static byte[] header(char kind, String name, String link, long size) {
    byte[] header = new byte[512];
    put(header, 0, name, 100);
    put(header, 100, "0000644", 8);
    put(header, 108, "0001750", 8);
    put(header, 116, "0000144", 8);
    put(header, 124, "%011o".formatted(size), 12);
    put(header, 136, "14720000000", 12);
    header[156] = (byte) kind;
    put(header, 157, link, 100);
    put(header, 257, "ustar\00000", 8);
    return summed(header);
  }

  static byte[] summed(byte[] header) {
    put(header, 148, "        ", 8);
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, "%06o\0".formatted(sum), 7);
    return header;
  }

  static void put(byte[] header, int at, String text, int most) {
    byte[] letters = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(letters, 0, header, at, Math.min(letters.length, most));
  }

  /// Bytes as they are, filled up to a block.
  Tar block(byte[] content) {
    bytes.writeBytes(content);
    bytes.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  /// Records before an entry: "path=x".
  Tar pax(String... records) {
    StringBuilder all = new StringBuilder();
    for (String each : records) {
      int length = each.getBytes(StandardCharsets.UTF_8).length + 2;
      int digits = String.valueOf(length).length();
      length += String.valueOf(length + digits).length();
      all.append(length).append(' ').append(each).append('\n');
    }
    return entry('x', "pax", "", all.toString().getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(bytes.toByteArray());
    whole.writeBytes(new byte[1024]);
    return whole.toByteArray();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out =
        new GZIPOutputStream(packed, 1 << 16) {
          {
            def.setLevel(1);
          }
        }) {
      out.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toByteArray();
  }

  /// As the machine's program packs it; without one the test is skipped.
  static byte[] zstd(byte[] content, String... options) throws Exception {
    Assumptions.assumeTrue(LocalRegistry.isOnPath("zstd"));
    Path file = Files.createTempFile("layer", ".tar");
    Path packed = Path.of(file + ".zst");
    try {
      Files.write(file, content);
      List<String> command = new ArrayList<>(List.of("zstd", "-q", "-f"));
      command.addAll(List.of(options));
      command.addAll(List.of(file.toString(), "-o", packed.toString()));
      Programs.run(command.toArray(String[]::new));
      return Files.readAllBytes(packed);
    } finally {
      Files.deleteIfExists(packed);
      Files.delete(file);
    }
  }

  /// What is listed of a layer that needs no digest.
  static LayerTable table(byte[] tar) throws IOException {
    return table(new ByteArrayInputStream(tar));
  }

  static LayerTable table(InputStream tar) throws IOException {
    return new LayerTar(tar, each -> {}).read();
  }

  /// Files of all sizes, deep and with long names, as a program is given them.
  ///
  /// @return what is in them, by path
  static Map<String, byte[]> fill(Path folder, int count) throws IOException {
    Random random = new Random(3);
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name =
          switch (i % 4) {
            case 0 -> "bin/tool-" + i;
            case 1 -> "usr/" + "deep/".repeat(i % 30) + "file " + i;
            case 2 -> "usr/share/" + "long-".repeat(15) + i;
            default -> "usr/lib/übung-" + i;
          };
      byte[] content = new byte[i % 10 == 0 ? 0 : random.nextInt(1 << (4 + i % 16))];
      random.nextBytes(content);
      for (int at = 0; i % 3 > 0 && at < content.length; at++) {
        content[at] = (byte) ('a' + content[at] % 5);
      }
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      contents.put(name, content);
    }
    return contents;
  }

  /// @param format "gnu", "pax" or "ustar"
  static byte[] of(Path folder, String format, Path into) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("tar", "--format=" + format, "--owner=7", "--group=8"));
    command.addAll(List.of("-C", folder.toString(), "-cf", into.toString(), "."));
    Programs.run(command.toArray(String[]::new));
    return Files.readAllBytes(into);
  }
}
