package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.envoy.ClaimRules;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.TokenRule;
import dev.mooring.stack.render.IngressEntrance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What claims of a token open at a registry's ingress.
record TokenRules(Cluster cluster, StackOptions options) {

  private RuleFile<List<TokenRule>> file() {
    return new RuleFile<>(
        cluster,
        options,
        options.ingressNamespace(),
        IngressEntrance.RULES,
        IngressEntrance.NAME,
        TokenRules::read,
        List.of(),
        rules -> IngressEntrance.rules(options, rules));
  }

  private static List<TokenRule> read(KubeObject file) {
    return ClaimRules.read(file.at("data", IngressEntrance.FILE).textOrEmpty());
  }

  List<TokenRule> list() throws InterruptedException {
    return file().rules();
  }

  /// Adds a rule, or changes the one of that claim and value.
  void put(TokenRule rule) throws InterruptedException {
    rule.check();
    demandIngress();
    new Recorded(cluster).demandNotNewer(options, Messages.of("cannot-allow-the-token"));
    file()
        .change(
            rules -> {
              List<TokenRule> next = without(rules, rule.claim(), rule.value());
              next.add(rule);
              return Optional.of(next);
            },
            missing());
  }

  /// Writes those that are there as this Mooring words them.
  void rewrite() throws InterruptedException {
    file().change(Optional::of, missing());
  }

  void remove(String claim, String value) throws InterruptedException {
    demandIngress();
    boolean removed =
        file()
            .change(
                rules -> {
                  List<TokenRule> next = without(rules, claim, value);
                  return next.size() == rules.size() ? Optional.empty() : Optional.of(next);
                },
                missing());
    if (!removed) {
      throw new Problem(
              Code.TOKEN_RULE_UNKNOWN,
              Messages.of("cannot-remove-the-token-rule", claim + "=" + value),
              Messages.of("the-ingress-has-no-such-rule"),
              new Remedy.Command(Messages.of("see-which-rules-there-are"), "mooring token list"))
          .raise();
    }
  }

  private static List<TokenRule> without(List<TokenRule> rules, String claim, String value) {
    List<TokenRule> next = new ArrayList<>(rules);
    next.removeIf(each -> each.claim().equals(claim) && each.value().equals(value));
    return next;
  }

  private void demandIngress() {
    if (options.additions().ingress().isNone()) {
      throw missing().raise();
    }
  }

  private Problem missing() {
    return new Problem(
        Code.INGRESS_MISSING,
        Messages.of("cannot-change-what-tokens-open"),
        Messages.of("the-registry-has-no-ingress", options.registry()),
        new Remedy.Command(
            Messages.of("install-it-with-an-ingress"),
            "mooring install --ingress HOST --token-issuer ISSUER --token-keys FILE"));
  }
}
