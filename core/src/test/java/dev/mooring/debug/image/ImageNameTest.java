package dev.mooring.debug.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ImageNameTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @Test
  void theDigestThatTheNodePulledNamesTheImage() {
    Optional<ImageName> app = Optional.of(new ImageName("team/app", DIGEST, ""));
    assertEquals(
        app, ImageName.of("localhost:5000/team/app:1", "localhost:5000/team/app@" + DIGEST));
    assertEquals(app, ImageName.of("x", "docker-pullable://registry.example/team/app@" + DIGEST));
    assertEquals(app, ImageName.of("x", "team/app@" + DIGEST));
  }

  @Test
  void whereTheNodeKnowsTheConfigAloneATagLeadsToIt() {
    assertEquals(
        Optional.of(new ImageName("app", "1", DIGEST)), ImageName.of("lab.test/app:1", DIGEST));
    assertEquals(
        Optional.of(new ImageName("team/app", "latest", DIGEST)), ImageName.of("team/app", DIGEST));
  }

  @Test
  void namesThatAreNoneAskNoRegistry() {
    for (String id :
        new String[] {
          "",
          "latest",
          "app@sha256:abc",
          "../../v2/x@" + DIGEST,
          "app?x=1@" + DIGEST,
          "h.test/a/../b@" + DIGEST,
          "h.test/a//b@" + DIGEST,
          "app@" + DIGEST + "\n",
          "h.test/UPPER@" + DIGEST,
          "h.test/@" + DIGEST
        }) {
      assertEquals(Optional.empty(), ImageName.of("lab.test/app:1", id), id);
    }
    assertEquals(Optional.empty(), ImageName.of("lab.test/app:1/../x", DIGEST));
    assertEquals(Optional.empty(), ImageName.of("lab.test/app:a b", DIGEST));
  }
}
