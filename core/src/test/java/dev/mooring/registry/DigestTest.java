package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestTest {
  /// Of "abc", from FIPS 180-2.
  private static final String ABC =
      "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void contentHasTheDigestOfItsStandard() {
    assertEquals(ABC, Digests.of("abc".getBytes(StandardCharsets.UTF_8)).toString());
  }

  @Test
  void aHashThatIsFinishedBeginsAnew() {
    MessageDigest hash = Digests.sha256();
    hash.update((byte) 'a');
    hash.update("bc".getBytes(StandardCharsets.UTF_8));
    assertEquals(new Digest(ABC), Digests.finish(hash));
    assertEquals(Digests.of(new byte[0]), Digests.finish(hash));
  }

  @Test
  void itsPartsAreItsDigitsAndTheFirstTwelveOfThem() {
    assertEquals(ABC.substring(7), new Digest(ABC).hex());
    assertEquals("ba7816bf8f01", new Digest(ABC).brief());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256:", "sha512:ba", "latest", "sha256:BA7816"})
  void whatIsNoneIsRefusedAndReadAsNothing(String wrong) {
    MooringException thrown = assertThrows(MooringException.class, () -> new Digest(wrong));
    assertEquals(Code.INVALID_NAME, thrown.problem().code());
    assertEquals(Optional.empty(), Digests.read(wrong));
  }

  @Test
  void oneDigitMoreOrLessIsNone() {
    assertEquals(Optional.of(new Digest(ABC)), Digests.read(ABC));
    assertTrue(Digests.read(ABC + "0").isEmpty());
    assertTrue(Digests.read(ABC.substring(0, 70)).isEmpty());
    assertTrue(Digests.read(ABC.toUpperCase(java.util.Locale.ROOT)).isEmpty());
  }

  @Test
  void aPlatformIsWrittenAsDockerDoes() {
    assertEquals("linux/amd64", new Platform("linux", "amd64", "").toString());
    assertEquals("linux/arm64/v8", new Platform("linux", "arm64", "v8").toString());
  }
}
