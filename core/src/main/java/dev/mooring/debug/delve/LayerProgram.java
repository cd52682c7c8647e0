package dev.mooring.debug.delve;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Takes one program out of a layer. Whoever wrote the layer is not trusted: it has the digest and
/// the size that its name says, what is in it is bounded, and the program is one for Linux.
final class LayerProgram {
  private static final long LARGEST_LAYER = 256L << 20;
  private static final long LARGEST_TAR = 1L << 30;
  private static final long LARGEST_PROGRAM = 128L << 20;
  private static final int BLOCK = 512;
  private static final int MACHINE = 18;

  /// For which Delve can be built.
  private static final Map<String, Integer> MACHINES =
      Map.of("amd64", 62, "arm64", 183, "386", 3, "ppc64le", 21, "riscv64", 243);

  private LayerProgram() {}

  /// @param name without a slash at its start: "dbg/go/bin/dlv"
  /// @param into where the program goes; its directory takes the layer meanwhile
  /// @return false where the layer has no such file
  /// @throws IOException when the layer is not what it says
  static boolean extract(
      ImageSource source, Descriptor layer, String name, String architecture, Path into)
      throws IOException, InterruptedException {
    if (layer.size() > LARGEST_LAYER) {
      throw new IOException(Messages.of("the-layer-is-too-large", layer.size() >> 20));
    }
    Path file = into.resolveSibling("layer");
    download(source, layer, file);
    try (InputStream raw = Files.newInputStream(file);
        InputStream tar = new GZIPInputStream(raw, 1 << 16)) {
      return find(tar, name, architecture, into);
    }
  }

  private static void download(ImageSource source, Descriptor layer, Path file)
      throws IOException, InterruptedException {
    MessageDigest hash = Digests.sha256();
    try (InputStream in = source.open(layer, 0);
        OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      long all = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        all += n;
        if (all > layer.size()) {
          throw new IOException(Messages.of("the-layer-is-longer"));
        }
        hash.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    }
    Digest digest = Digests.finish(hash);
    if (!digest.equals(layer.digest())) {
      throw new IOException(Messages.of("the-layer-has-another-digest", layer.digest().brief()));
    }
  }

  private static boolean find(InputStream tar, String name, String architecture, Path into)
      throws IOException {
    long all = 0;
    while (true) {
      byte[] header = tar.readNBytes(BLOCK);
      if (header.length < BLOCK || header[0] == 0) {
        return false;
      }
      long size = size(header);
      boolean file = header[156] == '0' || header[156] == 0;
      if (file && name(header).equals(name)) {
        copy(tar, size, architecture, into);
        return true;
      }
      long padded = (size + BLOCK - 1) / BLOCK * BLOCK;
      all += BLOCK + padded;
      if (all > LARGEST_TAR) {
        throw new IOException(Messages.of("the-layer-is-too-large", all >> 20));
      }
      tar.skipNBytes(padded);
    }
  }

  private static void copy(InputStream tar, long size, String architecture, Path into)
      throws IOException {
    if (size > LARGEST_PROGRAM) {
      throw new IOException(Messages.of("the-program-is-too-large", size >> 20));
    }
    byte[] program = tar.readNBytes((int) size);
    if (program.length < size || !isFor(architecture, program)) {
      throw new IOException(Messages.of("not-a-program-for", architecture));
    }
    Files.write(into, program);
  }

  /// By the header that every program for Linux begins with (System V ABI, "ELF Header").
  private static boolean isFor(String architecture, byte[] program) {
    if (program.length < 64 || program[0] != 0x7f || program[1] != 'E' || program[2] != 'L') {
      return false;
    }
    int machine = (program[MACHINE] & 0xff) | (program[MACHINE + 1] & 0xff) << 8;
    return MACHINES.getOrDefault(architecture, -1) == machine;
  }

  private static String name(byte[] header) {
    String prefix = header[257] == 'u' ? text(header, 345, 155) : "";
    String name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
    return name.replaceFirst("^(\\./|/)", "");
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static long size(byte[] header) throws IOException {
    String digits = text(header, 124, 12).strip();
    if (!digits.matches("[0-7]{1,12}")) {
      throw new IOException(Messages.of("the-layer-is-damaged"));
    }
    return Long.parseLong(digits, 8);
  }
}
