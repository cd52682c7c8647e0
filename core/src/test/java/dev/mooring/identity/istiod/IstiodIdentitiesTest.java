package dev.mooring.identity.istiod;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import io.grpc.Status;
import java.math.BigInteger;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class IstiodIdentitiesTest {
  private static final ServiceAccount ANA = new ServiceAccount("dev-ana", "mooring");

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private FakeIstiod istiod;
  private IstiodIdentities identities;

  @BeforeEach
  void open() throws Exception {
    istiod = new FakeIstiod("istiod.istio-system.svc");
    identities = identities(Duration.ofSeconds(10));
  }

  private IstiodIdentities identities(Duration limit) {
    return new IstiodIdentities(
        istiod.cluster(),
        List.of(new IstiodPods(istiod.cluster(), istiod.tunnels())),
        now::get,
        Duration.ofHours(1),
        limit);
  }

  @AfterEach
  void close() {
    identities.close();
    istiod.close();
  }

  private MooringException refused() {
    return assertThrows(MooringException.class, () -> identities.get(ANA));
  }

  @Test
  void aTokenBecomesACertificateForTheKeyMadeHere() throws Exception {
    Identity me = identities.get(ANA);

    assertEquals("cluster.local/ns/dev-ana/sa/mooring", me.principal());
    assertEquals("cluster.local", me.trustDomain());
    assertEquals(1, me.chain().size());
    assertEquals(List.of(istiod.authority.root()), me.roots());
    Duration half = Duration.between(now.get(), me.renewAt());
    assertTrue(half.toMinutes() >= 29 && half.toMinutes() <= 31, "half-life " + half);
  }

  @Test
  void theKeyIsInNoText() throws Exception {
    Identity me = identities.get(ANA);
    BigInteger secret = ((ECPrivateKey) me.key()).getS();

    String text = (me + " " + me.key()).toLowerCase(Locale.ROOT);
    assertFalse(text.contains(secret.toString(16)));
    assertFalse(text.contains(secret.toString()));
    assertFalse(text.contains(FakeIstiod.TOKEN));
  }

  @Test
  void manyAtOnceAskOnce() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Identity>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(threads.submit(() -> identities.get(ANA)));
      }
      for (Future<Identity> each : all) {
        assertEquals(all.getFirst().get(), each.get());
      }
    }
    assertEquals(1, istiod.asked.get());
    assertEquals(1, istiod.tokens.get());
  }

  @Test
  void atHalfItsLifeTheCertificateIsRenewedByAFreshTokenWhileTheOldOneServes() throws Exception {
    Identity first = identities.get(ANA);
    now.set(first.renewAt().plusSeconds(1));

    assertEquals(first, identities.get(ANA));
    await().atMost(Duration.ofSeconds(10)).until(() -> istiod.asked.get() == 2);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertNotEquals(first, identities.get(ANA)));
    assertEquals(2, istiod.tokens.get());
  }

  @Test
  void aFailedRenewalKeepsThePresentCertificateAndWaitsBeforeTheNext() throws Exception {
    Identity first = identities.get(ANA);
    istiod.failure = Status.INTERNAL;
    now.set(first.renewAt().plusSeconds(1));

    identities.get(ANA);
    await().atMost(Duration.ofSeconds(10)).until(() -> istiod.asked.get() == 2);
    for (int i = 0; i < 10; i++) {
      assertEquals(first, identities.get(ANA));
    }
    assertEquals(2, istiod.asked.get());

    istiod.failure = Status.OK;
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              now.updateAndGet(then -> then.plusSeconds(6));
              assertNotEquals(first, identities.get(ANA));
            });
  }

  @Test
  void anEndedCertificateIsNeverHandedOut() throws Exception {
    Identity first = identities.get(ANA);
    istiod.failure = Status.INTERNAL;
    now.set(first.expires());

    assertThrows(MooringException.class, () -> identities.get(ANA));
  }

  @Test
  void aRefusedTokenIsNamed() {
    istiod.expectedToken = "another";

    assertTrue(refused().problem().why().contains("rejected the ServiceAccount token"));
    assertFalse(refused().problem().toString().contains(FakeIstiod.TOKEN));
  }

  @Test
  void aSilentIstiodIsGivenUpInTime() {
    istiod.silent = true;
    identities = identities(Duration.ofSeconds(1));

    assertTrue(refused().problem().why().contains("didn't respond within 1 s"));
  }

  @Test
  void aServerThatTheMeshsRootDoesNotKnowGetsNoToken() {
    istiod.published = new TestAuthority("someone else").root();

    assertTrue(refused().problem().why().contains("doesn't verify istiod"), refused().getMessage());
    assertEquals(0, istiod.asked.get());
  }

  @Test
  void aServerOfAnotherNameGetsNoToken() throws Exception {
    istiod.close();
    istiod = new FakeIstiod("kube-registry.kube-registry.svc");
    identities = identities(Duration.ofSeconds(10));

    assertTrue(refused().problem().why().contains("doesn't verify istiod"), refused().getMessage());
    assertEquals(0, istiod.asked.get());
  }

  @Test
  void aCertificateForSomeoneElseIsRefused() {
    istiod.certified = "spiffe://cluster.local/ns/dev-bob/sa/mooring";

    assertTrue(refused().problem().detail().contains("dev-bob"));
  }

  @Test
  void aClusterWithoutIstioIsNamed() {
    istiod.installed = false;

    assertTrue(refused().problem().why().contains("Istio isn't installed"));
  }

  @Test
  void podsThatOnlyCallThemselvesIstiodArePassedOverAndGetNoToken() throws Exception {
    TestAuthority stranger = new TestAuthority("stranger");
    for (int i = 0; i < 5; i++) {
      istiod.impostor("istio-system/a-" + i, "istiod.istio-system.svc", stranger);
    }

    assertEquals("cluster.local/ns/dev-ana/sa/mooring", identities.get(ANA).principal());
    assertEquals(Set.of("Bearer " + FakeIstiod.TOKEN), istiod.seen);
    assertEquals(1, istiod.asked.get());
  }

  @Test
  void anImpostorAloneGetsNoToken() throws Exception {
    istiod.close();
    istiod = new FakeIstiod("istiod.istio-system.svc", "nowhere/gone");
    istiod.impostor(
        "istio-system/a", "istiod.istio-system.svc", new TestAuthority("cluster.local"));
    identities = identities(Duration.ofSeconds(10));

    assertEquals(Code.ISTIOD_UNTRUSTED, refused().problem().code());
    assertEquals(Set.of(), istiod.seen);
  }

  @Test
  void aNamespaceWithALabelledPodDoesNotHideTheRealOne() throws Exception {
    istiod.close();
    istiod = new FakeIstiod("istiod.mesh.svc", "mesh/istiod-1");
    istiod.impostor("evil/a", "istiod.evil.svc", new TestAuthority("stranger"));
    identities = identities(Duration.ofSeconds(10));

    assertEquals("cluster.local/ns/dev-ana/sa/mooring", identities.get(ANA).principal());
    assertEquals(Set.of("Bearer " + FakeIstiod.TOKEN), istiod.seen);
    assertEquals(1, istiod.asked.get());
  }

  @Test
  void theInjectorSaysWhereIstiodRunsAndTheMeshItsTrustDomain() throws Exception {
    istiod.close();
    istiod = new FakeIstiod("istiod.mesh-control.svc", "mesh-control/istiod-1-31-x");
    istiod.impostor("evil/a", "istiod.evil.svc", new TestAuthority("stranger"));
    istiod.certified = "spiffe://corp.example/ns/dev-ana/sa/mooring";
    istiod.webhooks =
        List.of(
            new KubeObject(
                Documents.yaml(
                        """
                        metadata: {name: istio, labels: {istio.io/rev: 1-31}}
                        webhooks:
                        - name: rev.object.sidecar-injector.istio.io
                          clientConfig: {service: {name: istiod-1-31, namespace: mesh-control}}
                        """,
                        "test")
                    .getFirst()));
    identities = identities(Duration.ofSeconds(10));

    Identity me = identities.get(ANA);
    assertEquals("corp.example", me.trustDomain());
    assertEquals("corp.example/ns/dev-ana/sa/mooring", me.principal());
  }

  @Test
  void noRootIsTakenFromTheNamespaceOfWhatCallsItselfIstiod() throws Exception {
    istiod.close();
    istiod = new FakeIstiod("istiod.istio-system.svc", "nowhere/gone");
    TestAuthority stranger = new TestAuthority("stranger");
    istiod.published = null;
    istiod.roots.put("evil", TestAuthority.pem(stranger.root()));
    istiod.roots.put("default", TestAuthority.pem(stranger.root()));
    istiod.impostor("evil/a", "istiod.evil.svc", stranger);
    identities = identities(Duration.ofSeconds(10));

    assertTrue(refused().problem().why().contains("root certificate isn't published"));
    assertEquals(Set.of(), istiod.seen);
  }

  @Test
  void aCertificateIsRenewedAtOnceForOneWhoCannotUseIt() throws Exception {
    Identity first = identities.get(ANA);

    Identity second = identities.renew(ANA, first);
    assertNotEquals(first, second);
    assertEquals(second, identities.renew(ANA, first));
    assertEquals(second, identities.get(ANA));
    assertEquals(2, istiod.asked.get());
  }
}
