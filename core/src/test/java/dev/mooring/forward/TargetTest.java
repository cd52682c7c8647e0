package dev.mooring.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.cluster.Kind;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a forward leads to, as it is written and read.
final class TargetTest {
  private static final ForwardSpec WEB =
      ForwardSpec.of("web", new Target.Service("dev", "web", "80"), 8080);

  @ParameterizedTest
  @CsvSource({
    "svc/a, svc/a, Service",
    "service/a, svc/a, Service",
    "deploy/a, deploy/a, Deployment",
    "deployments/a, deploy/a, Deployment",
    "sts/a, sts/a, StatefulSet",
    "statefulset/a, sts/a, StatefulSet",
    "ds/a, ds/a, DaemonSet",
    "daemonsets/a, ds/a, DaemonSet",
    "rs/a, rs/a, ReplicaSet",
    "replicaset/a, rs/a, ReplicaSet",
    "pod/a.b-c, pod/a.b-c, ''",
    "po/a, pod/a, ''",
    "a, pod/a, ''",
    "app=api, app=api, ''",
  })
  void aTargetIsReadWithItsOwnerAndMovesAsAWhole(String text, String words, String owner) {
    Target target = Target.parse(text, "dev", "80");
    assertEquals(words, target.words());
    assertEquals(owner, target.owner().map(Kind::kind).orElse(""));
    assertEquals("dev", target.namespace());
    assertEquals("80", target.port());
    assertEquals(Target.parse(text, "ops", "80"), target.in("ops"));
    assertEquals(Target.parse(text, "dev", "http"), target.at("http"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "svc/", "svc/A", "svc/a/b", "node/a", "svc/../a", "-a", "svc/a-"})
  void whatIsNoTargetIsRefused(String text) {
    MooringException refused =
        assertThrows(MooringException.class, () -> Target.parse(text, "dev", "80"));
    assertEquals(Code.INVALID_TARGET, refused.problem().code());
  }

  @Test
  void anyFieldOfAForwardChangesAlone() {
    Target other = new Target.Pod("dev", "x", "1");
    assertEquals("n", WEB.withName("n").name());
    assertEquals("g", WEB.withGroup("g").group());
    assertEquals(other, WEB.withTarget(other).target());
    assertEquals(Local.port(1), WEB.withLocal(Local.port(1)).local());
    assertEquals(PodSelection.ROUND_ROBIN, WEB.withPick(PodSelection.ROUND_ROBIN).pick());
    assertEquals(true, WEB.withRequests(true).requests());
    assertEquals(true, WEB.withSpare(true).spare());
    AccountName ana = new AccountName("shop", "ana");
    assertEquals(ana, WEB.withAs(ana).as());
    assertEquals(
        WEB,
        WEB.withName("n")
            .withGroup("g")
            .withTarget(other)
            .withLocal(Local.port(1))
            .withPick(PodSelection.ROUND_ROBIN)
            .withRequests(true)
            .withSpare(true)
            .withAs(ana)
            .withName("web")
            .withGroup("")
            .withTarget(WEB.target())
            .withLocal(WEB.local())
            .withPick(PodSelection.STICKY)
            .withRequests(false)
            .withSpare(false)
            .withAs(null));
  }

  @ParameterizedTest
  @CsvSource({
    "80,    false, false, http://localhost:7",
    "443,   false, false, https://localhost:7",
    "https, false, false, https://localhost:7",
    "8443,  false, true,  http://localhost:7",
    "80,    true,  false, https://localhost:7",
    "80,    true,  true,  https://localhost:7",
  })
  void itsAddressIsThatOfWhoeverSpeaksTls(String port, boolean tls, boolean mesh, String url) {
    ForwardSpec spec =
        WEB.withTarget(WEB.target().at(port))
            .withLocal(new Local(List.of(), 0, tls, ""))
            .withAs(mesh ? new AccountName("shop", "ana") : null);
    assertEquals(url, spec.url(7));
  }

  @Test
  void aHostIsTheAliasOrLocalhostOrAnAddressOfItsOwn() {
    assertEquals("db.test", local("127.0.0.9", "db.test").host());
    assertEquals("127.0.0.9", local("127.0.0.9", "").host());
    assertEquals("localhost", local("127.0.0.1", "").host());
    assertEquals("localhost", local("::1", "").host());
    assertEquals("[fd00:0:0:0:0:0:0:1]", local("fd00::1", "").host());
    assertEquals(
        new Local(List.of(), 9, true, "a"), new Local(List.of(), 1, true, "a").withPort(9));
  }

  @Test
  void aPodSelectionIsReadAsItIsWritten() {
    for (String words : List.of("sticky", "round-robin", "pod/db-0")) {
      assertEquals(words, PodSelection.parse(words).words());
    }
    assertEquals(PodSelection.STICKY, PodSelection.parse(""));
    assertThrows(MooringException.class, () -> PodSelection.parse("pod/"));
    assertThrows(MooringException.class, () -> PodSelection.parse("pod/../x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ana", "shop/", "/ana", "Shop/ana", "a/b/c", "a.b/c"})
  void whatIsNoServiceAccountIsRefused(String text) {
    assertThrows(MooringException.class, () -> AccountName.parse(text));
    assertEquals("shop/ana", AccountName.parse(" shop/ana ").toString());
  }

  @Test
  void whatDoesNotListenHasNoNumbers() {
    ForwardStatus idle = ForwardStatus.idle(WEB, new ForwardStatus.State.Stopped());
    assertEquals(0, idle.rate());
    assertEquals(Optional.empty(), Optional.ofNullable(idle.lent()));
    assertEquals(
        5,
        new ForwardStatus(WEB, idle.state(), List.of(), List.of(), 0, 0, 0, List.of(3L, 5L), null)
            .rate());
  }

  private static Local local(String address, String alias) {
    return new Local(List.of(InetAddress.ofLiteral(address)), 0, false, alias);
  }
}
