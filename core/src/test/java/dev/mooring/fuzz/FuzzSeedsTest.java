package dev.mooring.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each reader bears what once was a fault, and a few thousand variants of sound inputs: always the
/// same ones. [FuzzTest] looks for new ones.
final class FuzzSeedsTest {
  private static final int VARIANTS = 500;
  private static final int LONGEST = 16 * 1024;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  static Stream<String> targets() {
    return FuzzTargets.all().stream();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void noVariantOfASeedIsAFault(String name) throws Exception {
    FuzzTarget target = FuzzTargets.of(name);
    List<byte[]> seeds = target.seeds();
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          for (byte[] seed : seeds) {
            feed(target, seed);
          }
          Random random = new Random(name.hashCode());
          for (int i = 0; i < VARIANTS; i++) {
            feed(target, variant(seeds, random));
          }
        });
  }

  private static void feed(FuzzTarget target, byte[] input) {
    try {
      target.feed(input);
    } catch (Exception | Error e) {
      throw new AssertionError(Base64.getEncoder().encodeToString(input), e);
    }
  }

  private static byte[] variant(List<byte[]> seeds, Random random) {
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
        case 3 -> bytes = java.util.Arrays.copyOf(bytes, at);
        case 4 -> bytes = repeated(bytes, at, random);
        default -> bytes = repeated(seeds.get(random.nextInt(seeds.size())), at, random);
      }
    }
    return bytes;
  }

  /// The bytes with a part of them once more.
  private static byte[] repeated(byte[] bytes, int around, Random random) {
    int at = Math.min(around, bytes.length);
    int length = Math.min(bytes.length - at, 1 + random.nextInt(64));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(bytes, 0, at + length);
    all.write(bytes, at, bytes.length - at);
    return java.util.Arrays.copyOf(all.toByteArray(), Math.min(LONGEST, all.size()));
  }
}
