package dev.mooring.registry.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.registry.Archives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnpackedTest {
  @TempDir Path folder;

  private Path file(byte... content) throws IOException {
    return Files.write(folder.resolve("archive"), content);
  }

  @Test
  void aCompressedFileIsUnpackedIntoOneThatGoesWithIt() throws Exception {
    byte[] content = Archives.layer(1, 5_000);
    Path archive = file(Archives.gzip(content));
    Path plain;
    try (Unpacked unpacked = Unpacked.of(archive, Progress.none())) {
      plain = unpacked.file();
      assertTrue(unpacked.temporary());
      assertArrayEquals(content, Files.readAllBytes(plain));
    }
    assertFalse(Files.exists(plain));
    assertTrue(Files.exists(archive));
  }

  @Test
  void anyOtherFileIsTakenAsItIsAndStays() throws Exception {
    for (byte[] start :
        new byte[][] {
          {},
          {0x1f},
          {0x1f, 0x00, 0x00},
          {0x00, (byte) 0x8b, 0x00},
          {0x28, (byte) 0xb5},
          {0x28, 0x00, 0x2f, (byte) 0xfd},
          {0x00, (byte) 0xb5, 0x2f, (byte) 0xfd}
        }) {
      Path archive = file(start);
      try (Unpacked unpacked = Unpacked.of(archive, Progress.none())) {
        assertEquals(new Unpacked(archive, false), unpacked);
      }
      assertTrue(Files.exists(archive));
    }
  }

  @Test
  void whatIsCutOffIsNoArchive() throws Exception {
    byte[] packed = Archives.gzip(Archives.layer(1, 5_000));
    Path archive = file(java.util.Arrays.copyOf(packed, packed.length / 2));
    assertThrows(IOException.class, () -> Unpacked.of(archive, Progress.none()));
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    Path archive = file(Archives.gzip(Archives.layer(1, 5_000)));
    Thread.currentThread().interrupt();
    try {
      assertThrows(InterruptedException.class, () -> Unpacked.of(archive, Progress.none()));
    } finally {
      Thread.interrupted();
    }
  }
}
