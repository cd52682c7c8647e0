package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.TokenRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What tokens open at the ingress.
@Command(name = "token")
final class TokenCommand {

  @Command(name = "allow")
  static final class Allow extends RegistryCommand {
    @Option(names = "--claim", paramLabel = "KEY=VALUE", required = true)
    String claim = "";

    @Option(names = "--repositories", split = ",", paramLabel = "PREFIX", required = true)
    List<String> repositories = List.of();

    @Option(names = "--read-only")
    boolean readOnly;

    Allow(Opening opening) {
      super(opening);
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      TokenRule rule = TokenRule.parse(claim, repositories, readOnly);
      StackOptions options = inForce(workspace);
      workspace.stack().allowToken(options, rule);
      if (json()) {
        output().json(Rules.json(rule));
        return 0;
      }
      output().line(Rules.sentence(rule));
      output().note(Messages.of("log-in-with-a-token", options.additions().ingress().host()));
      return 0;
    }
  }

  @Command(name = "list")
  static final class ListAll extends RegistryCommand {
    ListAll(Opening opening) {
      super(opening);
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      StackOptions options = inForce(workspace);
      List<TokenRule> rules = workspace.stack().tokenRules(options);
      if (json()) {
        output().json(rules.stream().map(Rules::json).toList());
      } else if (rules.isEmpty()) {
        output()
            .line(
                options.additions().ingress().isNone()
                    ? Messages.of("there-is-no-ingress", again(options))
                    : Messages.of("no-token-opens-anything", again(options)));
      } else {
        rules.forEach(each -> output().line(Rules.sentence(each)));
      }
      return 0;
    }
  }

  @Command(name = "remove")
  static final class Remove extends RegistryCommand {
    @Option(names = "--claim", paramLabel = "KEY=VALUE", required = true)
    String claim = "";

    @Option(names = {"-y", "--yes"})
    boolean yes;

    Remove(Opening opening) {
      super(opening);
    }

    /// Without the last rule nobody gets in from outside.
    private void ask(List<TokenRule> rules, TokenRule rule) {
      if (rules.size() == 1 && rules.getFirst().condition().equals(rule.condition())) {
        Question.confirm(output(), Messages.of("is-the-only-token-rule", rule.condition()));
      }
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      TokenRule rule = TokenRule.parse(claim, List.of("*"), true);
      StackOptions options = inForce(workspace);
      if (!yes) {
        ask(workspace.stack().tokenRules(options), rule);
      }
      workspace.stack().removeToken(options, rule.claim(), rule.value());
      if (json()) {
        output().json(Map.of("removed", Map.of("claim", rule.claim(), "value", rule.value())));
      } else {
        output().line(Messages.of("tokens-open-no-more", rule.condition()));
      }
      return 0;
    }
  }

  TokenCommand() {}

  /// Rules in words and in JSON, whose keys are a promise to scripts.
  private static final class Rules {
    static String sentence(TokenRule rule) {
      boolean all = rule.repositories().contains("*");
      String where = all ? Messages.of("all-repositories") : String.join(", ", rule.repositories());
      return rule.readOnly()
          ? Messages.of("tokens-can-pull", rule.condition(), where)
          : Messages.of("tokens-can-push-and-pull", rule.condition(), where);
    }

    static Map<String, Object> json(TokenRule rule) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("claim", rule.claim());
      json.put("value", rule.value());
      json.put("repositories", rule.repositories());
      json.put("readOnly", rule.readOnly());
      return json;
    }
  }
}
