package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Problem;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.TokenRule;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What tokens open at the ingress of a registry.
public final class TokenRulesViewModel extends AllowedViewModel<TokenRule> {
  TokenRulesViewModel(Stack stack, Supplier<StackOptions> options, Jobs jobs, Jobs reads, Ui ui) {
    super(stack, options, jobs, reads, ui, Messages.of("reading-the-token-rules"));
  }

  @Override
  void read() {
    StackOptions asked = options();
    list().fetch(progress -> stack().tokenRules(asked));
  }

  void allow(TokenRule rule) {
    StackOptions asked = options();
    jobs()
        .start(
            about(Messages.of("allowing-tokens", rule.condition())),
            progress -> {
              stack().allowToken(asked, rule);
              ui().execute(this::read);
              return rule;
            },
            done -> Messages.of("tokens-are-allowed", rule.condition()));
  }

  /// Removes it as [AllowedViewModel#remove].
  void remove(TokenRule rule, Runnable then, Consumer<Problem> failed) {
    StackOptions asked = options();
    remove(
        about(Messages.of("removing-token-rule", rule.condition())),
        progress -> {
          stack().removeToken(asked, rule.claim(), rule.value());
          return "";
        },
        then,
        failed);
  }
}
