package dev.mooring.registry.tags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Digest;
import dev.mooring.registry.TagChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ShortDigestTest {
  private static final Digest ONE = new Digest("sha256:aaaa1" + "0".repeat(59));
  private static final Digest TWO = new Digest("sha256:aaaa2" + "0".repeat(59));

  private static final List<TagChange> CHANGES =
      List.of(
          new TagChange(
              Instant.EPOCH,
              "app",
              "1",
              Optional.of(ONE),
              false,
              Optional.of(TWO),
              true,
              Optional.empty()));

  private static Problem refused(String text) {
    return assertThrows(MooringException.class, () -> ShortDigest.of(CHANGES, "app", text))
        .problem();
  }

  @Test
  void theFirstDigitsAreEnoughWhereOneDigestBeginsSo() {
    assertEquals(ONE, ShortDigest.of(CHANGES, "app", "aaaa1"));
    assertEquals(TWO, ShortDigest.of(CHANGES, "app", "sha256:aaaa20"));
  }

  @Test
  void severalOrNoneAreRefusedWithWhatThereIs() {
    Problem several = refused("aaaa");
    assertEquals(Code.INVALID_NAME, several.code());
    assertTrue(several.why().contains(ONE + ", " + TWO), several.why());
    assertEquals(Code.NOT_FOUND, refused("aaaa3").code());
  }
}
