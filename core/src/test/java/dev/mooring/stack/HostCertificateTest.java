package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.identity.authority.ServerCertificate;
import dev.mooring.problem.Finding;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the doctor says of the certificate that clients outside see.
final class HostCertificateTest {
  private static final String HOST = "registry.example.test";
  private final Instant now = Instant.now();

  private final CannedCluster cluster = new CannedCluster();

  private List<Finding> findings(String through, String secret, String issuer)
      throws InterruptedException {
    StackOptions options =
        StackOptions.defaults()
            .withAdditions(
                Additions.NONE.withIngress(
                    new Ingress(
                        HOST,
                        TestIssuer.ISSUER,
                        new TestIssuer().publicKeys(),
                        "",
                        through,
                        secret,
                        issuer)));
    return new HostCertificate(cluster, options).finding(now);
  }

  private void expect(Finding.Level level, String part, String through)
      throws InterruptedException {
    String secret = through.startsWith("class/") ? "host" : "";
    Finding found = findings(through, secret, "").getFirst();
    assertEquals(level, found.level(), found.sentence());
    assertTrue(found.sentence().contains(part), found.sentence());
    assertEquals(level == Finding.Level.OK, found.whatToDo().isEmpty());
  }

  private void secret(String namespace, String key, String name, Duration age, Duration life) {
    ServerCertificate made =
        ServerCertificate.make("host", List.of(name), now.minus(age), life.plusHours(1));
    put(namespace, key, made.certificate());
  }

  private void put(String namespace, String key, String content) {
    cluster.with(
        "{apiVersion: v1, kind: Secret, metadata: {name: host, namespace: %s}, data: {%s: %s}}"
            .formatted(
                namespace,
                key,
                Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.US_ASCII))));
  }

  private void ofIngress(String name, int daysAgo, int days) {
    secret("mooring-ingress", "tls.crt", name, Duration.ofDays(daysAgo), Duration.ofDays(days));
  }

  @Test
  void theSecretOfAnIngressIsLookedAt() throws InterruptedException {
    String nginx = "class/nginx";
    expect(Finding.Level.WARNING, "mooring-ingress/host doesn't exist", nginx);
    ofIngress(HOST, 0, 90);
    expect(Finding.Level.OK, "90 more days", nginx);
    ofIngress("*.example.test", 0, 90);
    expect(Finding.Level.OK, "90 more days", nginx);
    ofIngress("*.test", 0, 90);
    expect(Finding.Level.WARNING, "is for *.test, not for " + HOST, nginx);
    ofIngress(HOST, 100, 90);
    expect(Finding.Level.WARNING, "expired on", nginx);
    ofIngress(HOST, 80, 90);
    expect(Finding.Level.WARNING, "expires in 10 days", nginx);
    // One of a few days is renewed in time, too.
    ofIngress(HOST, 1, 6);
    expect(Finding.Level.OK, "5 more days", nginx);
    secret("mooring-ingress", "tls.crt", HOST, Duration.ofDays(-2), Duration.ofDays(6));
    expect(Finding.Level.WARNING, "not valid before", nginx);
    put("mooring-ingress", "tls.crt", "no certificate");
    expect(Finding.Level.WARNING, "holds no certificate", nginx);
  }

  @Test
  void oneThatCertManagerOwesIsNamed() throws InterruptedException {
    Finding found = findings("class/nginx", "", "letsencrypt").getFirst();
    assertEquals(Finding.Level.WARNING, found.level());
    assertTrue(
        found.whatToDo().contains("describe certificate mooring-ingress-host"), found::whatToDo);
  }

  @Test
  void aGatewaysIsWhereTheGatewayReadsIt() throws InterruptedException {
    cluster.with(
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: public, namespace: gw}
        spec:
          selector: {istio: ingressgateway}
          servers:
          - {port: {number: 80}}
          - {port: {number: 443}, tls: {credentialName: host}}
          - {port: {number: 8443}, tls: {serverCertificate: /etc/host.crt}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: edge-1, namespace: edges, labels: {istio: ingressgateway}}
        status: {conditions: [{type: Ready, status: "True"}]}
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: api, namespace: gw}
        spec:
          listeners:
          - {name: https, tls: {certificateRefs: [{name: host}]}}
          - {name: shared, tls: {certificateRefs: [{kind: Secret, name: host, namespace: certs}]}}
        """);
    for (String[] each :
        new String[][] {
          {"istio/gw/public/443", "edges"},
          {"class/istio/mesh", "edges"},
          {"gateway/gw/api/https", "gw"},
          {"gateway/gw/api/shared", "certs"}
        }) {
      expect(Finding.Level.WARNING, each[1] + "/host doesn't exist", each[0]);
    }
    secret("edges", "cert", HOST, Duration.ZERO, Duration.ofDays(90));
    expect(Finding.Level.OK, "90 more days", "istio/gw/public/443");
    assertEquals(List.of(), findings("istio/gw/public/8443", "", ""));
  }

  @Test
  void whoMayNotReadSecretsIsToldSo() throws InterruptedException {
    cluster.hidden.add("Secret");
    expect(Finding.Level.OK, "permission", "class/nginx");
  }
}
