package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Finding;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.DoorCertificate;
import dev.mooring.stack.render.DoorKeys;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class DoorCertificatesTest {
  private static final StackOptions OPTIONS =
      StackOptions.defaults().withProtection(Protection.TOKENS);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final CannedCluster cluster = new CannedCluster();
  private final DoorCertificates certificates = new DoorCertificates(cluster, OPTIONS);

  private DoorCertificate installed(StackOptions options) {
    DoorCertificate made = new DoorCertificates(cluster, options).fresh(NOW);
    cluster.apply(DoorKeys.secret(OPTIONS, made));
    return made;
  }

  private Finding found(Instant when) throws InterruptedException {
    return new CertificateCheck(cluster, OPTIONS).finding(when);
  }

  @Test
  void whatStandsAndIsGoodIsKept() throws InterruptedException {
    DoorCertificate made = installed(OPTIONS);
    assertEquals(made, certificates.wanted(NOW.plus(Duration.ofDays(200))));
    assertEquals(Finding.Level.OK, found(NOW.plus(Duration.ofDays(200))).level());
  }

  @Test
  void inTheLastThirdOfItsLifeANewOneIsWanted() throws InterruptedException {
    DoorCertificate made = installed(OPTIONS);
    Instant late = NOW.plus(Duration.ofDays(300));
    assertNotEquals(made, certificates.wanted(late));
    assertEquals(Finding.Level.WARNING, found(late).level());
    assertEquals(Finding.Level.BLOCKER, found(NOW.plus(Duration.ofDays(366))).level());
  }

  @Test
  void oneForOtherNamesIsNotGood() throws InterruptedException {
    installed(OPTIONS.withNamespace("elsewhere"));
    assertFalse(certificates.good(certificates.standing().orElseThrow(), NOW));
    assertEquals(Finding.Level.WARNING, found(NOW).level());
  }

  @Test
  void whatIsNoCertificateIsReplaced() throws InterruptedException {
    cluster.apply(DoorKeys.secret(OPTIONS, DoorCertificate.blank()));
    assertTrue(certificates.standing().isEmpty());
    assertTrue(certificates.good(certificates.wanted(NOW), NOW));
  }

  @Test
  void aRegistryThatCameFromAFileIsSaidToWaitForItsCertificate() throws InterruptedException {
    assertEquals(Finding.Level.OK, found(NOW).level());
    cluster.with(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: kube-registry
          namespace: kube-registry
          generation: 1
          labels: {app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: kube-registry}
        status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1}
        """);
    Finding finding = found(NOW);
    assertEquals(Finding.Level.WARNING, finding.level());
    assertTrue(finding.words().contains("certificate is missing"), finding::words);
    String why = new Readiness(cluster, OPTIONS).status().why();
    assertTrue(why.startsWith("the proxy's certificate is missing"), why);
    cluster.hidden.add("Secret");
    why = new Readiness(cluster, OPTIONS).status().why();
    assertFalse(why.contains("certificate"), why);
  }

  @Test
  void whoMayNotReadItIsToldSoAndNotWarned() throws InterruptedException {
    cluster.hidden.add("Secret");
    assertEquals(Finding.Level.OK, found(NOW).level());
  }
}
