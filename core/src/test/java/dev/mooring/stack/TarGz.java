package dev.mooring.stack;

import dev.mooring.registry.archive.TarLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/// A layer with one file.
final class TarGz {
  private TarGz() {}

  static void write(Path file, byte[] content) throws IOException {
    TarLayout tar = new TarLayout();
    tar.add("content.bin", content);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(tar.bytes());
    }
  }
}
