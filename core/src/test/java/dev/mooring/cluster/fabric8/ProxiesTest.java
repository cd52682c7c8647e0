package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which requests go through which proxy, as Go programs decide it.
final class ProxiesTest {
  private static final String PROXY = "http://proxy.test:3128";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://api.test:6443    | api.test           | direct",
        "https://api.test:6443    | API.Test           | direct",
        "https://API.test:6443    | api.test           | direct",
        "https://api.test:6443    | api.test:6443      | direct",
        "https://api.test:6443    | api.test:443       | proxy",
        "https://a.api.test:6443  | api.test           | direct",
        "https://a.api.test:6443  | .api.test          | direct",
        "https://api.test:6443    | .api.test          | proxy",
        "https://myapi.test:6443  | api.test           | proxy",
        "https://api.test:6443    | one, api.test ,two | direct",
        "https://api.test:6443    | ,,                 | proxy",
        "https://api.test:6443    | *                  | direct",
        "https://10.1.2.3:6443    | 10.0.0.0/8         | direct",
        "https://11.1.2.3:6443    | 10.0.0.0/8         | proxy",
        "https://10.1.2.131       | 10.1.2.128/25      | direct",
        "https://10.1.2.127       | 10.1.2.128/25      | proxy",
        "https://10.1.2.3         | 10.1.2.3/32        | direct",
        "https://10.1.2.4         | 10.1.2.3/32        | proxy",
        "https://10.1.2.3         | 0.0.0.0/0          | direct",
        "https://10.1.2.3         | 10.0.0.0/33        | proxy",
        "https://10.1.2.3         | 10.0.0.0/-1        | proxy",
        "https://10.1.2.3         | 10.0.0.0/x         | proxy",
        "https://10.1.2.3         | ::/0               | proxy",
        "https://[fd00::1]:6443   | fd00::/8           | direct",
        "https://[fe00::1]:6443   | fd00::/8           | proxy",
        "https://api.test         | 10.0.0.0/8         | proxy",
        "https://localhost:6443   | none               | direct",
        "https://127.0.0.2:6443   | none               | direct",
        "https://[::1]:6443       | none               | direct",
      })
  void serversAreExceptedAsGoProgramsExceptThem(String server, String exceptions, String way) {
    assertEquals(way, way(server, Map.of("HTTPS_PROXY", PROXY, "NO_PROXY", exceptions)));
  }

  @Test
  void theVariableIsThatOfTheServersSchemeInUpperCaseFirst() {
    Map<String, String> both =
        Map.of("HTTPS_PROXY", "upper.test:1", "https_proxy", "lower.test:2", "http_proxy", "p:3");
    assertEquals(address("upper.test", 1), proxy("https://api.test", both).address());
    assertEquals(address("p", 3), proxy("http://api.test", both).address());
    assertEquals("direct", way("http://api.test", Map.of("HTTPS_PROXY", PROXY)));
    assertEquals(
        address("lower.test", 2),
        proxy("https://api.test", Map.of("HTTPS_PROXY", "", "https_proxy", "lower.test:2"))
            .address());
    assertEquals(
        address("proxy.test", 80),
        proxy("https://api.test", Map.of("https_proxy", "proxy.test")).address());
  }

  @Test
  void theProxyOfTheClusterCountsForEveryServerAndBeforeTheVariables() {
    Proxy own =
        Proxies.of(
                cluster("{proxy-url: 'http://own.test:8080'}"),
                URI.create("https://127.0.0.1"),
                Map.of("HTTPS_PROXY", PROXY, "NO_PROXY", "*"))
            .select(URI.create("https://127.0.0.1"))
            .getFirst();
    assertEquals(address("own.test", 8080), own.address());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a b              | isn't a URL",
        "http:///x               | isn't a URL",
        "https://proxy.test      | not https",
        "socks5://proxy.test     | not socks5",
        "http://u:secret@p.test  | authentication",
      })
  void aProxyThatCannotBeUsedIsRefusedByNameAndWithoutItsPassword(String url, String why) {
    Problem problem =
        assertThrows(
                MooringException.class,
                () ->
                    Proxies.of(
                        cluster("{proxy-url: '" + url + "'}"),
                        URI.create("https://api.test"),
                        Map.of()))
            .problem();
    assertEquals(Code.PROXY_INVALID, problem.code());
    assertTrue(problem.why().contains(why), problem::toString);
    assertTrue(problem.what().contains("of the cluster c"), problem::toString);
    assertTrue(!problem.toString().contains("secret"), problem::toString);
    assertTrue(
        assertThrows(
                MooringException.class, () -> way("https://api.test", Map.of("HTTPS_PROXY", url)))
            .problem()
            .what()
            .contains("HTTPS_PROXY"));
  }

  private static InetSocketAddress address(String host, int port) {
    return InetSocketAddress.createUnresolved(host, port);
  }

  private static String way(String server, Map<String, String> environment) {
    return proxy(server, environment).type() == Proxy.Type.DIRECT ? "direct" : "proxy";
  }

  private static Proxy proxy(String server, Map<String, String> environment) {
    URI uri = URI.create(server);
    return Proxies.of(cluster("{}"), uri, environment).select(uri).getFirst();
  }

  private static KubeconfigEntries.Entry cluster(String yaml) {
    Document value = Documents.yaml(yaml, "a test").getFirst();
    return new KubeconfigEntries.Entry("c", value, Path.of("config"));
  }
}
