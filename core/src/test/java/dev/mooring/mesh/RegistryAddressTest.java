package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.MooringException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistryAddressTest {
  private static RegistryAddress address(String uri) {
    return new RegistryAddress(URI.create(uri), "");
  }

  @Test
  void thePortFollowsTheSchemeWhereNoneIsGiven() {
    assertEquals(443, address("https://registry.example").port());
    assertEquals(5443, address("https://registry.example:5443").port());
    assertEquals(80, address("http://localhost").port());
    assertTrue(address("https://registry.example").secure());
    assertFalse(address("http://127.0.0.1:5000").secure());
    assertEquals("::1", address("http://[::1]:5000").host());
    assertEquals(
        "the registry at registry.example:5443", address("https://registry.example:5443").words());
  }

  @Test
  void dockerHubIsAskedWhereItAnswersAndNamedAsImagesNameIt() {
    for (String text : List.of("docker.io", "index.docker.io", "https://registry-1.docker.io")) {
      RegistryAddress hub = RegistryAddress.parse(text, "");
      assertEquals("https://registry-1.docker.io", hub.address().toString());
      assertEquals("docker.io", hub.registry());
      assertEquals(Set.of("docker.io"), hub.names());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://registry.example",
        "http://192.0.2.1:5000",
        "http://localhost.example",
        "ftp://registry.example",
        "registry.example",
        "https:///v2"
      })
  void plainTextLeavesThisMachineByNoAddress(String uri) {
    assertThrows(MooringException.class, () -> address(uri));
  }
}
