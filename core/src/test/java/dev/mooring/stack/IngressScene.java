package dev.mooring.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.identity.authority.ServerCertificate;
import dev.mooring.job.Progress;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.TokenRule;
import dev.mooring.tunnel.PodPort;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What every way in from outside has to do, whatever carries it.
record IngressScene(Cluster cluster, Stack stack, StackOptions options) {
  static final String HOST = "registry.example.test";
  /// An answer to HEAD has no body.
  private static final String UNAUTHORIZED = "(?s).*(UNAUTHORIZED|401 Unauthorized).*";

  private static final String DENIED = "(?s).*(DENIED|403 Forbidden|403 \\(Forbidden\\)).*";
  private static final Duration SECONDS = Duration.ofSeconds(20);

  /// The host's own, which its gateway shows.
  static ServerCertificate certificate() {
    return ServerCertificate.make("host", List.of(HOST), Instant.now(), Duration.ofDays(1));
  }

  void apply(String yaml) throws InterruptedException {
    for (var each : Documents.yaml(yaml, "test")) {
      cluster.apply(new KubeObject(each));
    }
  }

  PodPort pod(String namespace, String app, int port) throws InterruptedException {
    return podOf(namespace, "app=" + app, port);
  }

  PodPort podOf(String namespace, String labels, int port) throws InterruptedException {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> cluster.list(Kind.POD, namespace, labels).stream().anyMatch(KubeObject::ready));
    return cluster.list(Kind.POD, namespace, labels).stream()
        .filter(KubeObject::ready)
        .map(each -> new PodPort(namespace, each.name(), port))
        .findFirst()
        .orElseThrow();
  }

  /// Nobody, a stranger, one who may push to v/*, one who may only pull, and nobody again.
  void isOpenToTokensWithARuleOnly(OutsideClient client, TestIssuer issuer) throws Exception {
    String image = HOST + "/v/app:1";
    String team = issuer.token(HOST, "repository_owner", "acme");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> refused(UNAUTHORIZED, client.crane("catalog", HOST)));
    refused(UNAUTHORIZED, client.push(image));
    assertEquals(0, client.login(HOST, team).code());
    refused(DENIED, client.push(image));
    stack.allowToken(options, TokenRule.parse("repository_owner=acme", List.of("v/*"), false));
    stack.allowToken(options, TokenRule.parse("repository_owner=other", List.of("*"), true));
    await().atMost(SECONDS).untilAsserted(() -> assertEquals(0, client.push(image).code()));
    assertEquals(0, client.crane("validate", "--remote", image).code());
    assertEquals("1", client.crane("ls", HOST + "/v/app").said().strip());
    refused(DENIED, client.push(HOST + "/w/app:1"));
    refused(DENIED, client.crane("catalog", HOST));
    // A tool that mounts what it can: another repository of the same token gets the layers itself.
    assertEquals(0, client.crane("copy", image, HOST + "/v/other:1").code());
    assertEquals(0, client.crane("validate", "--remote", HOST + "/v/other:1").code());

    client.login(HOST, issuer.token(HOST, "repository_owner", "other"));
    assertEquals(0, client.crane("digest", image).code());
    assertTrue(client.crane("catalog", HOST).said().contains("v/app"));
    refused(DENIED, client.push(HOST + "/v/app:2"));
    client.login(HOST, issuer.token("another.example.test", "repository_owner", "acme"));
    assertTrue(client.crane("digest", image).code() != 0);
    client.login(HOST, new TestIssuer().token(HOST, "repository_owner", "acme"));
    refused(UNAUTHORIZED, client.crane("catalog", HOST));

    // What is installed again keeps the rules, and says that nothing is to change.
    assertEquals(List.of(), stack.plan(options).writes());
    assertEquals(2, stack.tokenRules(options).size());
    stack.removeToken(options, "repository_owner", "acme");
    client.login(HOST, team);
    await().atMost(SECONDS).until(() -> client.crane("digest", image).said().matches(DENIED));
    client.logout();
    refused(UNAUTHORIZED, client.crane("catalog", HOST));
  }

  /// The same in short, by another way in: with the rules as they were left, and two clients.
  void isAsOpenAsBefore(OutsideClient client, TestIssuer issuer) throws Exception {
    String image = HOST + "/v/app:1";
    client.logout();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> refused(UNAUTHORIZED, client.crane("catalog", HOST)));
    client.login(HOST, issuer.token(HOST, "repository_owner", "acme"));
    refused(DENIED, client.push(image));
    stack.allowToken(options, TokenRule.parse("repository_owner=acme", List.of("v/*"), false));
    await().atMost(SECONDS).untilAsserted(() -> assertEquals(0, client.push(image).code()));
    OutsideClient.Ended copied = client.skopeo(image, HOST + "/v/skopeo:1");
    assertEquals(0, copied.code(), copied::said);
    assertEquals(0, client.crane("validate", "--remote", HOST + "/v/skopeo:1").code());
    refused(DENIED, client.skopeo(image, HOST + "/w/skopeo:1"));
    stack.removeToken(options, "repository_owner", "acme");
    client.logout();
  }

  private static void refused(String status, OutsideClient.Ended ended) {
    assertTrue(ended.code() != 0 && ended.said().matches(status), ended::toString);
  }

  void uninstall() throws InterruptedException {
    stack.uninstall(options, Stack.DataFate.DELETE, Progress.none());
  }
}
