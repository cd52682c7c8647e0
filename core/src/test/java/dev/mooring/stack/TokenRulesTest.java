package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.TokenRule;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TokenRulesTest {
  private static final StackOptions OPTIONS =
      StackOptions.defaults()
          .withProtection(Protection.TOKENS)
          .withAdditions(
              Additions.NONE.withIngress(
                  new Ingress(
                      "registry.example.test",
                      "https://issuer",
                      new TestIssuer().publicKeys(),
                      "",
                      "class/nginx",
                      "tls",
                      "")));
  private static final TokenRule TEAM = new TokenRule("team", "a", List.of("a/*"), false);
  private static final TokenRule OTHER = new TokenRule("team", "b", List.of("*"), true);

  private final CannedCluster cluster = new CannedCluster();
  private final TokenRules rules = new TokenRules(cluster, OPTIONS);

  private void install() {
    new Rendering(OPTIONS, Surroundings.usual()).objects().forEach(cluster::apply);
  }

  @Test
  void aRuleIsAddedChangedAndRemovedByItsClaimAndValue() throws InterruptedException {
    install();
    rules.put(OTHER);
    rules.put(TEAM);
    assertEquals(List.of(TEAM, OTHER), rules.list());
    TokenRule less = new TokenRule("team", "a", List.of("a/app"), true);
    rules.put(less);
    assertEquals(List.of(less, OTHER), rules.list());
    rules.remove("team", "a");
    assertEquals(List.of(OTHER), rules.list());
    Problem gone = assertThrows(MooringException.class, () -> rules.remove("team", "a")).problem();
    assertEquals(Code.TOKEN_RULE_UNKNOWN, gone.code());
  }

  @Test
  void whoLosesTheRaceTriesAgainWithWhatTheOtherWrote() throws InterruptedException {
    install();
    AtomicInteger races = new AtomicInteger();
    cluster.born =
        object -> {
          if (object.name().equals("mooring-tokens") && races.getAndIncrement() < 2) {
            throw new Problem(Code.CONFLICT, "Cannot apply", "changed", Remedy.none()).raise();
          }
          return object;
        };
    rules.put(TEAM);
    assertEquals(3, races.get());
    assertEquals(List.of(TEAM), rules.list());
  }

  @Test
  void withoutAnIngressThereIsNothingToAllow() {
    TokenRules none = new TokenRules(cluster, OPTIONS.withAdditions(Additions.NONE));
    assertEquals(
        Code.INGRESS_MISSING,
        assertThrows(MooringException.class, () -> none.put(TEAM)).problem().code());
    assertEquals(
        Code.INGRESS_MISSING,
        assertThrows(MooringException.class, () -> rules.put(TEAM)).problem().code());
  }

  @Test
  void aRenewedCertificateIsBelievedBesideTheOneBefore() throws InterruptedException {
    IngressCertificates certificates = new IngressCertificates(cluster, OPTIONS);
    Instant longAgo = Instant.now().minus(Duration.ofDays(300));
    var old = certificates.wanted(longAgo);
    Surroundings usual = Surroundings.usual();
    new Rendering(OPTIONS, usual.withIngress(usual.ingress().withCertificate(old)))
        .objects()
        .forEach(cluster::apply);
    assertEquals(old, certificates.wanted(longAgo));
    var next = certificates.wanted(Instant.now());
    assertTrue(next.authority().endsWith(old.authority()), next::authority);
    assertTrue(next.authority().length() > old.authority().length());
    assertTrue(cluster.get(Kind.SECRET, "mooring-ingress", "mooring-ingress").isPresent());
  }
}
