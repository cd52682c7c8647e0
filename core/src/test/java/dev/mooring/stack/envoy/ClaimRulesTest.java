package dev.mooring.stack.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.identity.ServiceAccount;
import dev.mooring.stack.options.TokenRule;
import dev.mooring.stack.options.Writer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClaimRulesTest {
  private static final TokenRule TEAM =
      new TokenRule("groups", "a: {b} \"c\" #", List.of("v/*", "one/app", "x/y/*"), false);
  private static final TokenRule ALL = new TokenRule("https://x/role", "ci", List.of("*"), true);

  @Test
  void whatIsWrittenIsReadBack() {
    assertEquals(List.of(TEAM, ALL), ClaimRules.read(ClaimRules.file(List.of(ALL, TEAM))));
    assertEquals(List.of(), ClaimRules.read(ClaimRules.file(List.of())));
    assertEquals(List.of(), ClaimRules.read("{}"));
  }

  @Test
  void theIngresssOwnRuleAtTheDoorIsNoWriters() {
    Writer ana = new Writer("ana", "dev", "ana", List.of("ana/*"));
    String file =
        AccountRules.file(
            List.of(ana),
            Optional.empty(),
            Optional.of(new ServiceAccount("mooring-ingress", "mooring-ingress")));
    assertEquals(List.of(ana), AccountRules.read(file));
    assertEquals(true, file.contains("system:serviceaccount:mooring-ingress:mooring-ingress"));
  }
}
