package dev.mooring.registry.zstd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.registry.LocalRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class ZstdInputTest {
  private static final int WINDOW = 128 << 20;

  @TempDir private Path folder;

  private static byte[] unpack(byte[] packed) throws IOException {
    return unpack(packed, WINDOW);
  }

  private static byte[] unpack(byte[] packed, int window) throws IOException {
    try (InputStream in = new ZstdInput(new ByteArrayInputStream(packed), window)) {
      return in.readAllBytes();
    }
  }

  /// Like text: words that come again, near and far, among noise.
  private static byte[] words(int size, int seed) {
    Random random = new Random(seed);
    List<byte[]> known = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      byte[] word = new byte[1 + random.nextInt(i % 50 == 0 ? 400 : 12)];
      random.nextBytes(word);
      if (i % 3 != 0) {
        for (int j = 0; j < word.length; j++) {
          word[j] = (byte) ('a' + (word[j] & 15));
        }
      }
      known.add(word);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(size + 400);
    while (out.size() < size) {
      double skewed = random.nextDouble();
      out.writeBytes(known.get((int) (skewed * skewed * skewed * known.size())));
    }
    return Arrays.copyOf(out.toByteArray(), size);
  }

  private byte[] pack(byte[] content, String... options) throws Exception {
    assumeTrue(LocalRegistry.isOnPath("zstd"));
    Path plain = Files.write(folder.resolve("plain"), content);
    Path packed = folder.resolve("packed");
    List<String> command = new ArrayList<>(List.of("zstd", "-q", "-f"));
    command.addAll(List.of(options));
    command.addAll(List.of("-o", packed.toString(), plain.toString()));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    return Files.readAllBytes(packed);
  }

  @Test
  void aFrameOfTheRealProgramIsRead() throws Exception {
    // zstd 1.5.4 -19 --check of twelve lines "mooring <number> ahoy".
    byte[] packed = Base64.getDecoder().decode(KNOWN);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      lines.append("mooring ").append(i).append(" ahoy\n");
    }
    assertEquals(lines.toString(), new String(unpack(packed), StandardCharsets.US_ASCII));
  }

  private static final String KNOWN =
      "KLUv/QRotQEABAJtb29yaW5nIDAgYWhveQoxMjM0NTY3ODkxMSBhaG95CguoEPD657Aj6xCOhONxmhFUcU0G68n0+w==";

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-3", "-9", "-19", "--ultra -22", "--fast=5", "-3 --long=27"})
  void whateverTheRealProgramWritesIsRead(String level) throws Exception {
    String[] options = level.split(" ");
    for (int size : new int[] {0, 1, 5, 31, 32, 33, 127, 4_096, 131_072, 131_073, 3_000_000}) {
      byte[] content = words(size, size);
      assertArrayEquals(content, unpack(pack(content, options)), level + " " + size);
    }
    byte[] noise = new byte[400_000];
    new Random(7).nextBytes(noise);
    assertArrayEquals(noise, unpack(pack(noise, options)));
    byte[] zeros = new byte[5_000_000];
    assertArrayEquals(zeros, unpack(pack(zeros, options)));
    byte[] few = new byte[700_000];
    Random random = new Random(3);
    for (int i = 0; i < few.length; i++) {
      few[i] = (byte) (random.nextInt(100) == 0 ? random.nextInt(256) : random.nextInt(3));
    }
    assertArrayEquals(few, unpack(pack(few, options)));
  }

  @Test
  void contentLongerThanItsWindowIsRead() throws Exception {
    byte[] content = words(12_000_000, 5);
    byte[] packed = pack(content, "-5", "--zstd=wlog=18", "--no-content-size");
    assertArrayEquals(content, unpack(packed, 1 << 18));
  }

  @Test
  void framesFollowOneAnotherAndOthersAreSkipped() throws Exception {
    byte[] one = words(200_000, 1);
    byte[] two = words(100, 2);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(pack(one));
    all.writeBytes(new byte[] {0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9});
    all.writeBytes(pack(two, "-19"));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(two);
    assertArrayEquals(both.toByteArray(), unpack(all.toByteArray()));
  }

  @Test
  void aWindowThatIsTooLargeIsRefusedBeforeItIsMade() {
    // 3.75 TiB, the largest that can be said.
    byte[] huge = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0xff, 1, 0, 0};
    IOException refused = assertThrows(IOException.class, () -> unpack(huge));
    assertTrue(refused.getMessage().contains("zstd -d"), refused.getMessage());
    byte[] single = {
      0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xe0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0
    };
    assertThrows(IOException.class, () -> unpack(single));
  }

  @Test
  void memoryGrowsWithWhatIsThereNotWithWhatIsAnnounced() throws Exception {
    // A window of 128 MiB, and one block of a single byte, many times over.
    byte[] small = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (17 << 3), 0x0b, 0, 0, 'x'};
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 20_000; i++) {
      many.writeBytes(small);
    }
    assertEquals(20_000, unpack(many.toByteArray()).length);
  }

  @Test
  void aFrameThatWasChangedNeverEscapes() throws Exception {
    byte[] content = words(60_000, 9);
    List<byte[]> frames = new ArrayList<>(List.of(Base64.getDecoder().decode(KNOWN)));
    if (LocalRegistry.isOnPath("zstd")) {
      frames.add(pack(content, "-19"));
      frames.add(pack(content, "-1"));
    }
    Random random = new Random(11);
    for (byte[] frame : frames) {
      for (int round = 0; round < 3_000; round++) {
        byte[] changed = frame.clone();
        for (int i = 0; i <= random.nextInt(4); i++) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        byte[] cut =
            random.nextInt(3) == 0
                ? Arrays.copyOf(changed, random.nextInt(changed.length))
                : changed;
        try (InputStream in = new ZstdInput(new ByteArrayInputStream(cut), 1 << 23)) {
          in.readNBytes(1 << 21);
        } catch (IOException expected) {
          assertTrue(expected.getMessage() != null);
        }
      }
    }
  }

  @Test
  void aWrongChecksumIsNoticed() throws Exception {
    byte[] packed = Base64.getDecoder().decode(KNOWN);
    packed[packed.length - 1] ^= 1;
    IOException refused = assertThrows(IOException.class, () -> unpack(packed));
    assertEquals("its checksum is wrong", refused.getMessage());
  }

  @Test
  void whatIsCutOffOrNoZstdIsRefused() {
    byte[] packed = Base64.getDecoder().decode(KNOWN);
    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThrows(IOException.class, () -> unpack(cut), () -> "of " + cut.length);
    }
    byte[] more = Arrays.copyOf(packed, packed.length + 5);
    assertThrows(IOException.class, () -> unpack(more));
  }
}
