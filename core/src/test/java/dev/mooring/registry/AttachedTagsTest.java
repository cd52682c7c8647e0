package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttachedTagsTest {
  private static final Digest SUBJECT = new Digest("sha256:" + "0a".repeat(32));
  private static final String TAG = "sha256-" + "0a".repeat(32);

  @Test
  void whatIsAttachedLeadsToItsSubjectAndBack() {
    assertEquals(TAG, AttachedTags.referrers(SUBJECT));
    assertEquals(
        List.of(TAG + ".sig", TAG + ".att", TAG + ".sbom"), AttachedTags.ofCosign(SUBJECT));
    assertEquals(Optional.of(SUBJECT), AttachedTags.subject(TAG));
    assertEquals(Optional.of(SUBJECT), AttachedTags.subject(TAG + ".sig"));
    assertEquals(Optional.of(SUBJECT), AttachedTags.subject(TAG + "-1"));
  }

  @Test
  void otherTagsBelongToNothing() {
    assertEquals(Optional.empty(), AttachedTags.subject("1.0"));
    assertEquals(Optional.empty(), AttachedTags.subject(TAG + "0"));
    assertEquals(Optional.empty(), AttachedTags.subject("sha256-0a.sig"));
    assertEquals(Optional.empty(), AttachedTags.subject("v" + TAG));
  }

  @Test
  void anImageOfItsOwnIsToldFromWhatIsAttached() {
    assertTrue(AttachedTags.isOne(TAG));
    assertTrue(AttachedTags.isOne(TAG + ".sig"));
    assertEquals(
        List.of("2", "latest"),
        AttachedTags.leftOutOf(List.of("2", TAG, "latest", TAG + ".att", TAG + ".sbom")));
  }

  @Test
  void tagsThatOnlyLookAttachedAreImagesOfTheirOwn() {
    List<String> own =
        List.of("v2.sig", "release.sbom", "a.att", "sha256-0a.sig", "sha256-test", TAG + ".tar");
    assertEquals(own, AttachedTags.leftOutOf(own));
  }
}
