package dev.mooring.stack.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.MooringException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpstreamTest {

  private static List<String> trusted(String address) {
    return Upstream.parse(address).trusted("cluster.local");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://docker.io",
        "https://index.docker.io",
        "https://registry-1.docker.io",
        "https://Registry-1.Docker.io"
      })
  void dockerHubIsOneRegistryByAnyName(String address) {
    assertEquals("https://registry-1.docker.io", Upstream.parse(address).toString());
    assertEquals("docker.io", Upstream.parse(address).name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example",
        "ftp://registry.example",
        "https://registry.example/v2",
        "https://user:secret@registry.example",
        "https://registry.example' ; rm -rf /",
        "https://registry.example:99999999"
      })
  void whatIsNoAddressOfARegistryIsRefused(String address) {
    assertThrows(MooringException.class, () -> Additions.NONE.withPullThrough(address));
  }

  @ParameterizedTest
  @CsvSource({
    "http://upstream.team.svc:5000, true",
    "http://upstream.team.svc.cluster.local, true",
    "http://localhost:5001, true",
    "http://127.0.0.1:5001, true",
    "http://registry.example, false",
    "http://svc.example, false",
    "http://127.example, false"
  })
  void whatIsInsideOfTheClusterIsToldByItsName(String address, boolean inside) {
    assertEquals(inside, Upstream.parse(address).isInside("cluster.local"));
  }

  @Test
  void aLoginIsForTheUpstreamAndItsOwnSite() {
    assertEquals(
        List.of("registry-1.docker.io", "docker.io", "*.docker.io"),
        trusted("https://registry-1.docker.io"));
    assertEquals(
        List.of("registry.gitlab.com", "gitlab.com", "*.gitlab.com"),
        trusted("https://registry.gitlab.com"));
    assertEquals(
        List.of("registry.corp.co.uk:5000", "corp.co.uk", "*.corp.co.uk"),
        trusted("https://registry.corp.co.uk:5000"));
    assertEquals(List.of("gcr.io"), trusted("https://gcr.io"));
    assertEquals(List.of("10.0.0.7:5000"), trusted("https://10.0.0.7:5000"));
    assertEquals(List.of("upstream.team.svc:5000"), trusted("http://upstream.team.svc:5000"));
    assertEquals(List.of("registry"), trusted("https://registry"));
  }

  @Test
  void imagesAreKeptForAWeekUnlessSaidOtherwise() {
    assertEquals(7, Additions.NONE.daysKept());
    assertEquals(30, Additions.NONE.withExpiry("30d").daysKept());
    assertEquals(0, Additions.NONE.withExpiry("never").daysKept());
    assertThrows(MooringException.class, () -> Additions.NONE.withExpiry("0d"));
    assertThrows(MooringException.class, () -> Additions.NONE.withExpiry("1h"));
  }

  @Test
  void theClusterKeepsWhatWasChosen() {
    StackOptions options =
        StackOptions.defaults()
            .withAdditions(Additions.NONE.withPullThrough("https://ghcr.io").withExpiry("never"));
    assertEquals(options, StackOptions.parse(options.yaml(), StackOptions.defaults()));
    assertTrue(options.isCache());
    assertFalse(StackOptions.defaults().isCache());
  }
}
