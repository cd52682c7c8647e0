package dev.mooring.debug.image;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Whatever an entry and its link are called, they stay in the image.
public final class TarEntryFuzz implements FuzzTarget {

  @Override
  public void feed(byte[] input) {
    try {
      TarEntry entry = TarEntry.read(new ByteArrayInputStream(input));
      if (entry == null) {
        return;
      }
      inside(entry.name());
      assertTrue(entry.padded() >= entry.size() && entry.size() >= 0);
      if (entry.isLink()) {
        inside(TarPath.led(entry, entry.name() + "/x"));
      }
    } catch (IOException e) {
      // It is none.
    }
  }

  private static void inside(String path) {
    assertFalse(path.startsWith("/"));
    assertFalse(Arrays.asList(path.split("/", -1)).contains(".."));
  }

  @Override
  public List<byte[]> seeds() {
    byte[] header = new byte[512];
    byte[] name = "usr/../../bin/app".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, header, 0, name.length);
    System.arraycopy("00000000017\0".getBytes(StandardCharsets.US_ASCII), 0, header, 124, 12);
    header[156] = '2';
    System.arraycopy(name, 3, header, 157, name.length - 3);
    header[257] = 'u';
    System.arraycopy(name, 0, header, 345, name.length);
    byte[] hard = header.clone();
    hard[156] = '1';
    return List.of(header, hard);
  }
}
