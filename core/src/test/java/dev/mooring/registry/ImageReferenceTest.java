package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "app                         | ''             | app          | ''",
        "team/app:v1                 | ''             | team/app     | v1",
        "localhost:5000/team/app:v1  | localhost:5000 | team/app     | v1",
        "localhost/app               | localhost      | app          | ''",
        "ghcr.io/a/b_c__d-e.f/g:1.2  | ghcr.io        | a/b_c__d-e.f/g | 1.2",
        "[::1]:5000/app:1            | [::1]:5000     | app          | 1",
        "Host/app                    | Host           | app          | ''",
      })
  void namesAreTakenApart(String text, String host, String repository, String tag) {
    assertEquals(new ImageReference(host, repository, tag, ""), ImageReference.parse(text));
    assertEquals(text, ImageReference.parse(text).toString());
    assertEquals(
        new ImageReference(host, repository, tag, DIGEST),
        ImageReference.parse(text + "@" + DIGEST));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                    | it is empty",
        "http://localhost/app  | scheme",
        "Team                  | lowercase",
        "team/App:1            | lowercase",
        "team//app             | empty",
        "app:                  | tag after : is empty",
        "app:a b               | can contain only",
        "app@sha256:12         | 64 hexadecimal",
        "localhost:99999/app   | isn't a port",
        "localhost:5000/       | no repository",
        "a/../b                | can contain only",
        "a___b                 | can contain only",
        "-x.io/app             | isn't a hostname",
      })
  void whatIsWrongIsSaid(String text, String why) {
    Problem problem =
        assertThrows(MooringException.class, () -> ImageReference.parse(text)).problem();
    assertTrue(problem.why().contains(why), problem.why());
  }

  @Test
  void insideARegistryNothingIsTakenForAHost() {
    assertEquals(
        new ImageReference("", "ghcr.io/team/app", "1", ""),
        ImageReference.inside("ghcr.io/team/app:1"));
    for (String wrong : new String[] {"localhost:5000/app", "../app", "a//b", "App"}) {
      assertThrows(MooringException.class, () -> ImageReference.inside(wrong), wrong);
    }
  }

  @Test
  void hostileNamesAreRefusedInShortTime() {
    for (String text :
        List.of(
            "a".repeat(2_000_000), "a-".repeat(500) + "/", "a:" + "b".repeat(129), "\u001b[2J")) {
      Problem problem =
          assertThrows(MooringException.class, () -> ImageReference.parse(text)).problem();
      assertTrue(problem.what().length() < 150, problem.what());
      assertTrue(problem.what().chars().noneMatch(Character::isISOControl), problem.what());
    }
  }

  @Test
  void whatIsAskedForIsTheDigestThenTheTagThenTheLatest() {
    assertEquals(DIGEST, ImageReference.parse("app:1@" + DIGEST).reference());
    assertEquals("1", ImageReference.parse("app:1").reference());
    assertEquals("latest", ImageReference.parse("app").reference());
  }

  @Test
  void namesAreAsLongAsTheyMayBeAndNoLonger() {
    String most = "a".repeat(254);
    assertEquals(most, ImageReference.parse(most).repository());
    assertThrows(MooringException.class, () -> ImageReference.parse(most + "aa"));
    String host = "reg.test/" + "a".repeat(246);
    assertEquals("reg.test", ImageReference.parse(host).host());
    assertThrows(MooringException.class, () -> ImageReference.parse(host + "a"));
    assertEquals("b".repeat(128), ImageReference.parse("app:" + "b".repeat(128)).tag());
    Problem tag =
        assertThrows(MooringException.class, () -> ImageReference.parse("app:" + "b".repeat(129)))
            .problem();
    assertTrue(tag.why().contains("128"), tag.why());
    String odd = "app:" + " ".repeat(1020);
    assertFalse(why(odd).contains("1024"), why(odd));
    assertTrue(why(odd + " ").contains("1024"), why(odd + " "));
  }

  private static String why(String text) {
    return assertThrows(MooringException.class, () -> ImageReference.parse(text)).problem().why();
  }

  @Test
  void aRepositoryIsOfPartsThatAreNotEmpty() {
    for (String right : List.of("a", "a/b", "a.b/c_d/e__f/g---h", "0", "a".repeat(255))) {
      assertTrue(ImageReferences.isRepository(right), right);
    }
    for (String wrong : List.of("", "/", "a/", "/a", "A", "a..b", "a_", ".a", "a".repeat(256))) {
      assertFalse(ImageReferences.isRepository(wrong), wrong);
    }
    assertTrue(ImageReferences.isTag("_a.B-1"));
    assertFalse(ImageReferences.isTag("-a"));
    assertFalse(ImageReferences.isTag(""));
  }

  @Test
  void hostsAndPortsAreWithinTheirBounds() {
    assertEquals("a:65535", ImageReference.parse("a:65535/b").host());
    assertEquals("[::1]", ImageReference.parse("[::1]/b").host());
    assertEquals("a-b.c", ImageReference.parse("a-b.c/b").host());
    for (String wrong : List.of("a:65536/b", "a:/b", "a:x/b", "[::g]/b", "a..b/c", "a-.b/c")) {
      assertThrows(MooringException.class, () -> ImageReference.parse(wrong), wrong);
    }
  }

  @Test
  void nothingIsSaidToBeNothing() {
    assertTrue(why("").contains("empty"), why(""));
    assertTrue(why("  ").contains("empty"), why("  "));
  }
}
