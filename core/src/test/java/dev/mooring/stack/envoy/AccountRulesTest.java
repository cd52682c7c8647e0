package dev.mooring.stack.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.stack.options.Writer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AccountRulesTest {
  private static final Writer ALL = new Writer("mooring", "kube-registry", "mooring", List.of("*"));
  private static final Writer ANA =
      new Writer("ana", "shop", "builder", List.of("ana/*", "shared/a.p_p", "team/x/*"));

  @Test
  void whatIsWrittenIsReadBack() {
    assertEquals(List.of(ALL, ANA), AccountRules.read(AccountRules.file(List.of(ANA, ALL))));
    assertEquals(List.of(), AccountRules.read(AccountRules.file(List.of())));
  }

  @Test
  void whatIsOnlyRehearsedMakesNobodyAWriter() {
    assertEquals(
        List.of(ALL),
        AccountRules.read(
            AccountRules.file(List.of(ALL), Optional.of(List.of(ANA)), Optional.empty())));
  }

  @Test
  void policiesOfOthersAreNoWriters() {
    assertEquals(
        List.of(), AccountRules.read("resources: [{typed_config: {rules: {policies: {x: {}}}}}]"));
    assertEquals(List.of(), AccountRules.read("{}"));
  }
}
