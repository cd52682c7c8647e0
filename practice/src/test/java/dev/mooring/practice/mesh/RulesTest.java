package dev.mooring.practice.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Documents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules of AuthorizationPolicies and the path that they see, as Envoy 1.40 with Istio 1.31 judged
/// the same requests.
final class RulesTest {
  private static Call call(String host, String path, Map<String, List<String>> headers) {
    Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.putAll(headers);
    return new Call("cluster.local/ns/demo/sa/ana", "10.244.1.7", "GET", host, path, 5000, fields);
  }

  private static boolean matches(String rule, Call call) {
    return Rules.matches(Documents.yaml(rule, "the test").getFirst(), call);
  }

  private static boolean operation(String operation, String host, String path) {
    return matches("to: [{operation: " + operation + "}]", call(host, path, Map.of()));
  }

  private static boolean source(String source) {
    return matches("from: [{source: " + source + "}]", call("a", "/", Map.of()));
  }

  private static boolean when(String condition, Map<String, List<String>> headers) {
    return matches("when: [" + condition + "]", call("a", "/", headers));
  }

  @Test
  void aHostIsTheWholeAuthorityWhateverItsCase() {
    assertTrue(operation("{hosts: [localhost]}", "LocalHost", "/"));
    assertFalse(operation("{hosts: [localhost]}", "localhost:5000", "/"));
    assertTrue(operation("{hosts: ['localhost:*']}", "localhost:5000", "/"));
    assertFalse(operation("{notHosts: [localhost, 'localhost:5000']}", "LOCALHOST:5000", "/"));
    assertTrue(operation("{notHosts: [localhost]}", "evil.example", "/"));
  }

  @Test
  void pathsMatchExactlyByPrefixBySuffixOrByTemplate() {
    assertTrue(operation("{paths: [/v2/ana/*]}", "a", "/v2/ana/app/tags/list"));
    assertFalse(operation("{paths: [/v2/ana/*]}", "a", "/v2/ana"));
    assertTrue(operation("{paths: ['*/list']}", "a", "/v2/ana/tags/list"));
    assertTrue(operation("{paths: ['/v2/{**}/blobs/{*}']}", "a", "/v2/a/b/blobs/x"));
    assertFalse(operation("{paths: ['/v2/{**}/blobs/{*}']}", "a", "/v2/a/b/blobs/x/y"));
    assertFalse(operation("{notPaths: [/v2/ana/*]}", "a", "/v2/ana/app"));
  }

  @Test
  void callersAreToldByPrincipalNamespaceAndAddress() {
    assertTrue(source("{principals: ['*']}"));
    assertFalse(source("{notPrincipals: [cluster.local/ns/demo/sa/ana]}"));
    assertTrue(source("{notPrincipals: [cluster.local/ns/demo/sa/bob]}"));
    assertTrue(source("{namespaces: [demo]}"));
    assertFalse(source("{notNamespaces: [demo]}"));
    assertTrue(source("{ipBlocks: [10.244.1.0/24]}"));
    assertFalse(source("{ipBlocks: [10.244.1.1]}"));
    assertFalse(source("{notIpBlocks: [10.244.0.0/16]}"));
    assertFalse(source("{requestPrincipals: ['*']}"));
  }

  @Test
  void aHeaderIsPresentWithAnyValueAndAbsentWithout() {
    String present = "{key: 'request.headers[Origin]', values: ['*']}";
    assertTrue(when(present, Map.of("origin", List.of("http://a.example"))));
    assertFalse(when(present, Map.of()));
    String others = "{key: 'request.headers[Sec-Fetch-Site]', notValues: [same-origin]}";
    assertTrue(when(others, Map.of("sec-fetch-site", List.of("cross-site"))));
    assertFalse(when(others, Map.of("sec-fetch-site", List.of("same-origin"))));
    assertFalse(when("{key: 'something.unknown', values: ['*']}", Map.of()));
  }

  @Test
  void anEmptyRuleMatchesEveryRequest() {
    assertTrue(matches("{}", call("a", "/", Map.of())));
  }

  @Test
  void pathsAreNormalizedBeforeTheyAreJudged() {
    Map<String, String> seen =
        Map.of(
            "/v2/ana/%2e%2e%2fbob", "/v2/ana/..%2fbob",
            "/v2/ana/%2e%2e/bob", "/v2/bob",
            "/v2/ana/../bob", "/v2/bob",
            "/v2\\ana\\x", "/v2/ana/x",
            "/v2/ana/%2Ebob/%7Ea%41", "/v2/ana/.bob/~aA",
            "/v2//ana", "/v2//ana",
            "/v2/a/./b", "/v2/a/b",
            "/v2/ana/%5cx", "/v2/ana/%5cx",
            "/v2/a/..;/b", "/v2/b",
            "/v2/%2f..", "/v2/%2f..");
    seen.forEach((sent, judged) -> assertEquals(Optional.of(judged), UrlPath.normal(sent), sent));
    assertEquals(Optional.empty(), UrlPath.normal("/v2/a%00b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/a%2fb", "/v2/a%2Fb", "/v2/%5cb", "/v2/b%5C", "/v2/a%2fb?x=y"})
  void aPathWithAnEscapedSlashIsKnown(String path) {
    assertTrue(UrlPath.escapesSlashes(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/a/b", "/v2/a%2eb", "/v2/a?mount=b%2fc", "/v2/a%252fb", "/"})
  void aSlashThatIsNotEscapedOrInTheQueryIsNone(String path) {
    assertFalse(UrlPath.escapesSlashes(path));
  }
}
