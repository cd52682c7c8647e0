package dev.mooring.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginTest {
  private static final URI FROM = URI.create("http://reg.test:5000/v2/a/blobs/uploads/1");

  private static Origin origin(String uri) {
    return Origin.of(URI.create(uri));
  }

  @Test
  void aRegistryIsSchemeHostAndPort() {
    Origin origin = origin("https://reg.test:5000/v2/x?y=z");
    assertEquals(URI.create("https://reg.test:5000"), origin.base());
    assertEquals(URI.create("https://reg.test:5000/v2/"), origin.at("/v2/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://reg.test", "reg.test:5000", "/v2/", "http:///v2/", "https:reg"})
  void whatIsNeitherHttpNorHttpsIsNoRegistry(String wrong) {
    MooringException thrown = assertThrows(MooringException.class, () -> origin(wrong));
    assertEquals(Code.INVALID_VALUE, thrown.problem().code());
  }

  @ParameterizedTest
  @CsvSource({
    "http://reg.test:5000,  https://REG.test:5000/x, true",
    "http://reg.test:5000,  http://reg.test:5001/x,  false",
    "http://reg.test:5000,  http://other.test:5000/, false",
    "http://reg.test,       https://reg.test/x,      true",
    "https://reg.test,      https://reg.test:443/x,  true",
    "https://reg.test,      HTTPS://reg.test:443/x,  true",
    "http://reg.test:80,    http://reg.test/x,       true",
    "http://reg.test:443,   https://reg.test/x,      true",
    "http://reg.test:443,   http://reg.test/x,       false",
    "https://reg.test:80,   https://reg.test/x,      false",
  })
  void hostAndPortSayWhetherItIsTheSame(String registry, String address, boolean same) {
    assertEquals(same, origin(registry).has(URI.create(address)));
  }

  @Test
  void whatItNamesOfItselfIsAskedForWhereItIsKnown() {
    Origin origin = origin("http://reg.test:5000");
    assertEquals(
        URI.create("http://reg.test:5000/v2/a?b=%2F&c=d"),
        origin.own(URI.create("https://me@reg.test:5000/v2/a?b=%2F&c=d#e")));
    assertEquals(
        URI.create("http://reg.test:5000/v2/%41"),
        origin.own(URI.create("http://reg.test:5000/v2/%41")));
  }

  @Test
  void aPlaceIsNamedByAPathOrAsAWhole() {
    assertEquals(URI.create("http://reg.test:5000/v2/b?c"), Origin.resolved(FROM, "/v2/b?c"));
    assertEquals(
        URI.create("http://reg.test:5000/v2/a/blobs/uploads/2"), Origin.resolved(FROM, "2"));
    assertEquals(URI.create("https://cdn.test/x"), Origin.resolved(FROM, "https://cdn.test/x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://", "a b", "mailto:a@b", "file:/etc/passwd", "https:///x"})
  void whatIsNoAddressLeadsNowhere(String target) {
    assertThrows(MooringException.class, () -> Origin.resolved(FROM, target));
  }

  @Test
  void aConnectionResolvesWhatIsItsOwnAndNothingElse() {
    try (Connection connection = new Connection(URI.create("http://reg.test:5000/ignored"))) {
      assertEquals("reg.test:5000", connection.host());
      assertEquals(
          URI.create("http://reg.test:5000/v2/b"),
          connection.resolve(FROM, "https://reg.test:5000/v2/b"));
      MooringException elsewhere =
          assertThrows(
              MooringException.class, () -> connection.resolve(FROM, "http://evil.test/v2/b"));
      assertTrue(elsewhere.problem().why().contains("evil.test"), elsewhere.problem().why());
      assertFalse(Authorization.NONE.mayLead(FROM, URI.create("https://cdn.test/")));
    }
  }
}
