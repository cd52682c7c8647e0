package dev.mooring.stack.archives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.StackOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VolumePlaceTest {
  @Test
  void aPathAloneIsOnTheRegistrysOwnVolume() {
    VolumePlace place = VolumePlace.parse("nightly/backup");
    assertTrue(place.isOwn());
    assertEquals("nightly/backup", place.path());
    assertEquals(
        new VolumePlace("team-a", "kube-registry-archives", "nightly/backup"),
        place.in(StackOptions.defaults().named("team-a")));
  }

  @Test
  void aClaimIsNamedWithItsNamespace() {
    VolumePlace place = VolumePlace.parse("shop/data.claim:a/b.tar.gz");
    assertEquals(new VolumePlace("shop", "data.claim", "a/b.tar.gz"), place);
    assertEquals("shop/data.claim:a/b.tar.gz", place.toString());
    assertEquals(place, place.in(StackOptions.defaults()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "/", "shop/data:", "shop/data:.", "shop/data:/"})
  void nothingAfterTheClaimIsTheWholeVolume(String text) {
    assertEquals("", VolumePlace.parse(text).path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../b",
        "a//b",
        "a/./b",
        "//a",
        "-rf",
        "a/-x",
        "a b",
        "a;b",
        "$(id)",
        "`id`",
        "a'b",
        "a\nb",
        "a\"b",
        "*",
        "a:b:c",
        "data:backup",
        "../shop/data:x",
        "shop/../data:x",
        "Shop/data:x",
        "shop/Data:x",
        "shop/data/more:x",
        "/data:x",
        "shop/:x",
        "shop/da ta:x",
        "1/2/3/4/5/6/7/8/9"
      })
  void whatLeadsElsewhereIsRefused(String text) {
    MooringException refused = assertThrows(MooringException.class, () -> VolumePlace.parse(text));
    assertEquals(Code.INVALID_NAME, refused.problem().code());
  }
}
