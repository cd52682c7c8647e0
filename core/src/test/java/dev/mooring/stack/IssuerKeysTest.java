package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.mesh.RegistryAddress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.stack.PublishedKeys.Said;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an issuer's https address says of its keys, believed or not.
final class IssuerKeysTest {
  private static final String PUBLIC = new TestIssuer().publicKeys();

  private PublishedKeys issuer;

  @BeforeEach
  void start() throws Exception {
    issuer = new PublishedKeys();
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private IssuerKeys keys() {
    return new IssuerKeys(RegistryAddress.parse(issuer.issuer(), issuer.authority()).tls());
  }

  private static StackOptions options(String issuer) {
    return StackOptions.defaults()
        .withAdditions(
            Additions.NONE.withIngress(
                new Ingress("registry.example.test", issuer, "", "", "", "", "")));
  }

  private String discovered(String document) throws InterruptedException {
    issuer.discovery(Said.ok(document));
    return keys().settled(options(issuer.issuer())).additions().ingress().keys();
  }

  private Problem refused() {
    Problem problem =
        assertThrows(MooringException.class, () -> keys().settled(options(issuer.issuer())))
            .problem();
    assertEquals(Code.INGRESS_NOT_POSSIBLE, problem.code());
    assertTrue(problem.whatToDo().contains("--token-keys"), problem.whatToDo());
    return problem;
  }

  private String document(String name, String keys) {
    return "{\"issuer\": \"%s\", \"jwks_uri\": \"%s\"}".formatted(name, keys);
  }

  @Test
  void anIssuerTellsWhereItsKeysAre() throws InterruptedException {
    assertEquals(issuer.address(), discovered(document(issuer.issuer(), issuer.address())));
    assertEquals(
        "https://keys.example.test/all",
        discovered(document(issuer.issuer(), "https://keys.example.test/all")));
    StackOptions told =
        options("https://issuer.test")
            .withAdditions(
                Additions.NONE.withIngress(
                    options("https://issuer.test").additions().ingress().withKeys(PUBLIC)));
    assertEquals(told, keys().settled(told));
    assertEquals(StackOptions.defaults(), keys().settled(StackOptions.defaults()));
  }

  @Test
  void oneWithoutAnHttpsAddressHasToGiveItsKeys() {
    for (String each : new String[] {"ci", "http://issuer.test", "https://a\"b"}) {
      assertThrows(MooringException.class, () -> options(each), each);
    }
  }

  @Test
  void aDiscoveryThatLeadsElsewhereIsRefused() throws InterruptedException {
    issuer.discovery(Said.ok(document("https://other.example.test", issuer.address())));
    assertTrue(refused().why().contains("another issuer"));
    issuer.discovery(Said.ok(document(issuer.issuer(), "http://localhost/keys")));
    assertTrue(refused().why().contains("https://"));
    issuer.discovery(Said.ok(document(issuer.issuer(), "https://ana:secret@localhost/keys")));
    assertThrows(MooringException.class, () -> keys().settled(options(issuer.issuer())));
    issuer.discovery(Said.ok("<html>"));
    assertTrue(refused().why().contains("JSON"));
    issuer.discovery(Said.redirect(issuer.address()));
    assertTrue(refused().why().contains("redirects"));
    assertEquals(0, issuer.asked());
    issuer.discovery(new Said(404, "", ""));
    assertTrue(refused().why().contains("404"));
    issuer.discovery(new Said(200, "", "x".repeat(10 << 20)));
    assertTrue(refused().why().contains("longer than"));
  }

  private Finding finding(Said said) throws InterruptedException {
    issuer.keys(said);
    return keys().finding(URI.create(issuer.address()));
  }

  @Test
  void theDoctorReadsTheKeysAndSaysWhatIsWrongWithThem() throws InterruptedException {
    assertEquals(Finding.Level.OK, finding(Said.ok(PUBLIC)).level());
    for (Said each :
        new Said[] {
          new Said(200, "", "x".repeat(10 << 20)),
          Said.redirect("http://localhost/keys"),
          Said.redirect(issuer.address()),
          Said.ok("not JSON"),
          Said.ok("{\"keys\": []}"),
          Said.ok(PUBLIC.replace("\"crv\"", "\"d\": \"SECRET\", \"crv\"")),
          Said.ok("{\"keys\": [{\"kty\": \"oct\", \"k\": \"SECRET\"}]}"),
          new Said(500, "", "")
        }) {
      int before = issuer.asked();
      Finding found = finding(each);
      assertEquals(Finding.Level.BLOCKER, found.level(), found.sentence());
      assertFalse(found.sentence().contains("SECRET"), found.sentence());
      assertEquals(before + 1, issuer.asked());
    }
  }

  /// It may be reached from the cluster only.
  @Test
  void anAddressThatThisComputerCannotReachIsAWarning() throws InterruptedException {
    issuer.keys(Said.ok(PUBLIC));
    Finding untrusted = new IssuerKeys().finding(URI.create(issuer.address()));
    assertEquals(Finding.Level.WARNING, untrusted.level(), untrusted.sentence());
    assertEquals(0, issuer.asked());
    String address = issuer.address();
    issuer.close();
    assertEquals(Finding.Level.WARNING, keys().finding(URI.create(address)).level());
  }
}
