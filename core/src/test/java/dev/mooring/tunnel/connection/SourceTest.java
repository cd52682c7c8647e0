package dev.mooring.tunnel.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A buffer gives the bytes of its input in their order, however they are asked for.
final class SourceTest {
  private final List<Integer> asked = new ArrayList<>();

  @Test
  void smallReadsComeOutOfOneLargeOneAndLargeOnesPassByIt() throws Exception {
    Source source = source(1, 2, 3, 4, 255, 6, 7, 8, 9, 10);
    assertEquals(10, source.available());
    assertEquals(1, source.read());
    assertEquals(List.of(4), asked);
    assertEquals(9, source.available());
    byte[] target = new byte[6];
    assertEquals(3, source.read(target, 1, 4), "what is there is given at once");
    assertArrayEquals(new byte[] {0, 2, 3, 4, 0, 0}, target);
    assertEquals(6, source.read(target, 0, 6));
    assertArrayEquals(new byte[] {-1, 6, 7, 8, 9, 10}, target);
    assertEquals(List.of(4, 6), asked);
    assertEquals(-1, source.read());
    assertEquals(-1, source.read(target, 0, 2));
    assertEquals(-1, source.read(target, 0, 6));
  }

  @Test
  void bytesAreReadWithoutTheirSign() throws Exception {
    Source source = source(255, 128);
    assertEquals(255, source.read());
    assertEquals(128, source.must());
    assertThrows(EOFException.class, source::must);
  }

  @Test
  void nothingIsAskedForWhereNothingIsWanted() throws Exception {
    Source source = source(1);
    assertEquals(0, source.read(new byte[1], 0, 0));
    assertEquals(List.of(), asked);
  }

  private Source source(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return new Source(
        new ByteArrayInputStream(content) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            asked.add(length);
            return super.read(target, offset, length);
          }
        },
        4);
  }
}
