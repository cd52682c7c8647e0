package dev.mooring.stack.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.stack.TestIssuer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IngressTest {
  private static final String HOST = "registry.example.test";
  private static final String KEYS = new TestIssuer().publicKeys();

  private static Ingress ingress(String host, String issuer, String keys, String... rest) {
    return new Ingress(host, issuer, keys, rest[0], rest[1], rest[2], rest[3]);
  }

  private static Problem refused(String host, String issuer, String keys, String... rest) {
    return assertThrows(MooringException.class, () -> ingress(host, issuer, keys, rest)).problem();
  }

  private static Problem refusedKeys(String keys) {
    return refused(HOST, "https://issuer", keys, "", "", "", "");
  }

  @Test
  void whatIsRecordedIsReadBack() {
    Ingress whole = ingress(HOST, "https://issuer", KEYS, "aud", "class/nginx", "", "letsencrypt");
    StackOptions options = StackOptions.defaults().withAdditions(Additions.NONE.withIngress(whole));
    assertEquals(options, StackOptions.parse(options.yaml(), StackOptions.defaults()));
    assertEquals(
        Ingress.NONE, StackOptions.parse("{}", StackOptions.defaults()).additions().ingress());
  }

  @Test
  void theAudienceIsTheHostUnlessToldOtherwise() {
    assertEquals(HOST, ingress(HOST, "i", KEYS, "", "", "", "").expectedAudience());
    assertEquals("aud", ingress(HOST, "i", KEYS, "aud", "", "", "").expectedAudience());
  }

  @Test
  void keysComeFromAnHttpsAddressOrAreGiven() {
    Ingress remote = ingress(HOST, "i", "https://issuer.test:8443/keys?v=1", "", "", "", "");
    assertEquals(8443, remote.keysPort());
    assertEquals("issuer.test", remote.keysAddress().orElseThrow().getHost());
    assertEquals(443, ingress(HOST, "i", "https://issuer.test/k", "", "", "", "").keysPort());
    assertEquals(Optional.empty(), ingress(HOST, "i", KEYS, "", "", "", "").keysAddress());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "10.0.0.1",
        "registry.example.test:443",
        "https://registry.example.test",
        "*.example.test",
        "registry.example.test/v2",
        "Registry.example.test",
        "a\".example.test",
        "registry..test"
      })
  void aHostIsADnsName(String host) {
    refused(host, "i", KEYS, "", "", "", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"keys\": []}",
        "not json",
        "http://issuer.test/keys",
        "https://",
        "https://issuer.test/keys\n",
        "https://user@issuer.test/keys",
        "https://issuer.test/%s{}",
        "{\"keys\": [{\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}]}",
        "{\"keys\": [{\"kty\": \"EC\", \"crv\": \"P-256\", \"x\": \"a\", \"y\": \"b\", \"d\": \"SECRET\"}]}",
        "{\"keys\": [{\"kty\": \"RSA\", \"n\": \"AQAB\", \"e\": \"AQAB\"}]}",
        "{\"keys\": [{\"kty\": \"RSA\", \"n\": \"AQAB\", \"e\": \"AQAB\", \"p\": \"SECRET\"}]}"
      })
  void keysThatAreNotPublicKeysAreRefusedAndNotShown(String keys) {
    if (keys.endsWith("\n")) {
      assertFalse(ingress(HOST, "i", keys, "", "", "", "").keys().endsWith("\n"));
      return;
    }
    Problem problem = refusedKeys(keys);
    assertFalse((problem.what() + problem.why() + problem.detail()).contains("SECRET"));
  }

  @Test
  void withoutKeysTheIssuerIsAskedSoItIsAnHttpsAddress() {
    assertEquals(
        Optional.empty(), ingress(HOST, "https://i.test", "", "", "", "", "").keysAddress());
    for (String issuer : List.of("i", "http://i.test", "https://a\"b", "https://u@i.test")) {
      refused(HOST, issuer, "", "", "", "", "");
    }
  }

  @Test
  void whatGoesIntoEnvoysConfigurationIsPrintable() {
    for (String odd : List.of("", "a b", "a\nb", "ü", "x".repeat(301))) {
      refused(HOST, odd, KEYS, "", "", "", "");
      if (!odd.isEmpty()) {
        refused(HOST, "i", KEYS, odd, "", "", "");
      }
    }
  }

  @Test
  void anIngressNeedsACertificateAndAGatewayHasOne() {
    refused(HOST, "i", KEYS, "", "class/nginx", "", "");
    refused(HOST, "i", KEYS, "", "class/nginx", "tls", "letsencrypt");
    refused(HOST, "i", KEYS, "", "istio/a/b", "tls", "");
    refused(HOST, "i", KEYS, "", "gateway/a/b/https", "", "letsencrypt");
    assertTrue(ingress(HOST, "i", KEYS, "", "class/nginx", "tls", "").hasCertificate());
  }

  @Test
  void aCarrierIsOneOfThree() {
    for (String each :
        List.of(
            "istio/a/b",
            "istio/a/b/443",
            "gateway/a/b.c",
            "gateway/a/b/https",
            "class/c",
            "class/c/mesh")) {
      assertEquals(each, Carrier.parse(each).text());
    }
    for (String each :
        List.of(
            "",
            "istio",
            "istio/a",
            "istio/a/b/x",
            "istio/a/b/0",
            "gateway/a/b/c/d",
            "class/a/b",
            "gateway/A/b",
            "nginx",
            "class/",
            "gateway/a/b/",
            "gateway/a/b/-")) {
      assertThrows(MooringException.class, () -> Carrier.parse(each), each);
    }
  }

  @Test
  void aPlainRegistryHasNoneAndAnIstioGatewayIsForTheMesh() {
    Additions istio =
        Additions.NONE.withIngress(ingress(HOST, "i", KEYS, "", "istio/a/b/443", "", ""));
    istio.demandFit(Protection.MESH);
    assertThrows(MooringException.class, () -> istio.demandFit(Protection.TOKENS));
    Additions any = Additions.NONE.withIngress(ingress(HOST, "i", KEYS, "", "", "", ""));
    any.demandFit(Protection.TOKENS);
    assertThrows(MooringException.class, () -> any.demandFit(Protection.PLAIN));
    Additions.NONE.demandFit(Protection.PLAIN);
  }

  @Test
  void aRuleIsOneClaimAndOneValue() {
    TokenRule rule = TokenRule.parse("sub=repo:acme/app:ref=x", List.of("v/*"), true);
    assertEquals("sub", rule.claim());
    assertEquals("repo:acme/app:ref=x", rule.value());
    for (String odd :
        List.of("", "a", "=b", "a=", "a= b", "a=b ", "a=x*", "a b=c", "a=b\nc", "a=ü", ".a=b")) {
      assertThrows(MooringException.class, () -> TokenRule.parse(odd, List.of("v/*"), false), odd);
    }
    for (List<String> odd : List.<List<String>>of(List.of(), List.of("V"), List.of("v/**"))) {
      assertThrows(MooringException.class, () -> TokenRule.parse("a=b", odd, false));
    }
  }
}
