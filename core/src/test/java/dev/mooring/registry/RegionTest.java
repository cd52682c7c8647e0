package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegionTest {
  @TempDir Path folder;
  private FileChannel file;
  private Region region;

  @BeforeEach
  void open() throws IOException {
    file = FileChannel.open(Files.writeString(folder.resolve("f"), "0123456789"));
    region = new Region(file, 2, 5);
  }

  @AfterEach
  void close() throws IOException {
    file.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void itsBytesAreThoseWithinIt() throws Exception {
    assertArrayEquals(bytes("23456"), region.bytes());
    assertArrayEquals(bytes("34"), region.bytes(1, 2));
    assertArrayEquals(bytes("56"), region.bytes(3, 100), "less at the end");
    assertArrayEquals(bytes(""), region.bytes(5, 1));
    assertArrayEquals(bytes(""), region.bytes(9, 1));
  }

  @Test
  void itsStreamEndsWhereItEnds() throws Exception {
    assertArrayEquals(bytes("23456"), region.open().readNBytes(20));
    assertArrayEquals(bytes("56"), region.open(3).readNBytes(20));
    InputStream in = region.open();
    byte[] into = bytes("........");
    assertEquals(3, in.read(into, 1, 3));
    assertEquals('5', in.read());
    assertEquals(1, in.read(into, 5, 3));
    assertArrayEquals(bytes(".234.6.."), into);
    assertEquals(-1, in.read(into, 0, 1));
    assertEquals(0, in.read(into, 0, 0));
    assertEquals(-1, in.read());
  }

  @Test
  void aFileThatBecameShorterIsNoEnd() {
    Region beyond = new Region(file, 8, 5);
    assertThrows(EOFException.class, beyond::bytes);
    assertThrows(EOFException.class, () -> beyond.open().readNBytes(20));
  }
}
