package dev.mooring.registry.gzip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class GzipInputTest {

  /// Words, bytes without order, and the same byte again and again.
  static byte[] mixed(int length) {
    Random random = new Random(7);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (out.size() < length) {
      byte[] some = new byte[1 + random.nextInt(20_000)];
      switch (random.nextInt(3)) {
        case 0 -> random.nextBytes(some);
        case 1 -> Arrays.fill(some, (byte) random.nextInt());
        default -> {
          for (int i = 0; i < some.length; i++) {
            some[i] = (byte) "the quick brown fox, and so on".charAt((i * i / 7) % 30);
          }
        }
      }
      out.writeBytes(some);
    }
    return Arrays.copyOf(out.toByteArray(), length);
  }

  static byte[] gzip(byte[] content, int level, int strategy) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out =
        new GZIPOutputStream(packed) {
          {
            def.setLevel(level);
            def.setStrategy(strategy);
          }
        }) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static byte[] unpacked(byte[] packed) throws IOException {
    try (GzipInput in = new GzipInput(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,0", "6,0", "9,0", "6,1", "6,2"})
  void whatWasPackedIsUnpacked(int level, int strategy) throws Exception {
    for (int length : new int[] {0, 1, 2, 300, 65_536, 1_500_000}) {
      byte[] content = mixed(length);
      assertArrayEquals(content, unpacked(gzip(content, level, strategy)), () -> "of " + length);
    }
  }

  @Test
  void blocksOfFixedCodesAreUnpacked() throws Exception {
    // Little text is packed with the codes that need not be said.
    byte[] text = "hello, hello, hello".getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(text, unpacked(gzip(text, 9, Deflater.DEFAULT_STRATEGY)));
  }

  @Test
  void bytesThatComeOneByOneAreUnpackedToo() throws Exception {
    byte[] content = mixed(100_000);
    InputStream slow =
        new ByteArrayInputStream(gzip(content, 6, 0)) {
          @Override
          public int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(1, length));
          }
        };
    assertArrayEquals(content, new GzipInput(slow).readAllBytes());
  }

  @Test
  void membersFollowOneAnother() throws Exception {
    byte[] first = mixed(70_000);
    byte[] second = mixed(100);
    byte[] packed =
        joined(gzip(first, 6, 0), gzip(new byte[0], 6, 0), gzip(second, 1, 0), new byte[100]);
    assertArrayEquals(joined(first, second), unpacked(packed));
  }

  @Test
  void theHeadMayHaveANameACommentAndMore() throws Exception {
    byte[] packed = gzip("x".getBytes(StandardCharsets.UTF_8), 6, 0);
    byte[] head = Arrays.copyOf(packed, 10);
    head[3] = 2 + 4 + 8 + 16;
    byte[] more = {3, 0, 1, 2, 3, 'n', 'a', 0, 'c', 0, 7, 7};
    byte[] rest = Arrays.copyOfRange(packed, 10, packed.length);
    assertEquals("x", new String(unpacked(joined(head, more, rest)), StandardCharsets.UTF_8));
  }

  /// Where a block begins.
  private static final class Place {
    private final long bits;
    private final int unpacked;
    private final byte[] window;

    Place(long bits, int unpacked, byte[] window) {
      this.bits = bits;
      this.unpacked = unpacked;
      this.window = window;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6})
  void fromEachBlockOnItIsTheSame(int level) throws Exception {
    byte[] first = mixed(900_000);
    byte[] content = joined(first, mixed(200_000));
    byte[] packed = joined(gzip(first, level, 0), gzip(mixed(200_000), level, 0));
    List<Place> places = new ArrayList<>();
    int at = 0;
    byte[] buffer = new byte[5000];
    GzipInput whole = new GzipInput(new ByteArrayInputStream(packed));
    for (int n = whole.read(buffer); n >= 0; n = whole.read(buffer)) {
      at += n;
      if (whole.isBetweenBlocks()) {
        places.add(new Place(whole.position(), at, whole.window()));
      }
    }
    assertTrue(places.size() > 10, () -> places.size() + " blocks");
    for (Place each : places) {
      int start = (int) (each.bits / 8);
      InputStream rest = new ByteArrayInputStream(packed, start, packed.length - start);
      GzipInput in = new GzipInput(rest, (int) (each.bits % 8), each.window);
      assertArrayEquals(
          Arrays.copyOfRange(content, each.unpacked, content.length), in.readAllBytes());
    }
  }

  @Test
  void whatIsCutAnywhereIsAFailure() throws Exception {
    byte[] packed = gzip(mixed(3000), 6, 0);
    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThrows(EOFException.class, () -> unpacked(cut), () -> "at " + cut.length);
    }
  }

  @Test
  void everyChangedByteIsNoticed() throws Exception {
    byte[] content = mixed(2000);
    byte[] packed = gzip(content, 6, 0);
    for (int i = 10; i < packed.length; i++) {
      byte[] other = packed.clone();
      other[i] ^= 0x10;
      assertThrows(IOException.class, () -> unpacked(other));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // No kind of block; a stored one whose lengths differ.
        "07",
        "01 0100 0000",
        // Codes: too many symbols, none whole, a repetition of nothing, no end.
        "fd ff ff ff ff ff ff ff ff",
        "05 00 00 00 00 00 00 00 00",
        "05 e0 81 08 00 00 00 00 00 20 ff eb 0b 00 00",
        // A copy from before the beginning.
        "63 00 42 00 00",
        "03 01 00"
      })
  void damagedBlocksAreFailures(String hex) {
    byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
    byte[] head = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
    assertThrows(IOException.class, () -> unpacked(joined(head, body)));
  }

  @Test
  void otherBytesAfterAMemberAreAFailure() throws Exception {
    byte[] packed = joined(gzip(mixed(10), 6, 0), "garbage".getBytes(StandardCharsets.UTF_8));
    assertThrows(IOException.class, () -> unpacked(packed));
    assertThrows(IOException.class, () -> unpacked("not gzip".getBytes(StandardCharsets.UTF_8)));
  }
}
