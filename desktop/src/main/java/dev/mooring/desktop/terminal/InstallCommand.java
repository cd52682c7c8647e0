package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.registry.remote.DockerConfig;
import dev.mooring.registry.remote.UpstreamLogin;
import dev.mooring.stack.CancelledInstall;
import dev.mooring.stack.Plan;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.Names;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Upstream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "install")
final class InstallCommand extends RegistryCommand {
  @Mixin Choice choice = new Choice();

  @Option(names = "--no-verify")
  boolean unproven;

  InstallCommand(Opening opening) {
    super(opening);
  }

  @Option(names = "--dry-run")
  boolean dryRun;

  @Option(names = {"-y", "--yes"})
  boolean yes;

  @Option(names = "--ignore", split = ",", paramLabel = "CHECK")
  List<String> ignored = List.of();

  @Option(names = "--pull-through-login")
  boolean login;

  @Override
  int run(Workspace workspace) throws InterruptedException {
    StackOptions options = choice.over(intended(workspace));
    Stack stack = login ? workspace.stack().showing(saved(options)) : workspace.stack();
    if (dryRun) {
      show(stack.plan(choice.planned(stack, options)));
      return 0;
    }
    if (!yes) {
      confirm(stack, options);
    }
    try {
      return install(stack.overruling(Set.copyOf(ignored)), options);
    } catch (InterruptedException e) {
      output().problem(CancelledInstall.look(stack, options).problem());
      throw e;
    }
  }

  /// What `docker login` kept for the registry that a cache pulls from.
  private static UpstreamLogin saved(StackOptions options) throws InterruptedException {
    Upstream upstream =
        options
            .additions()
            .upstream()
            .orElseThrow(
                () ->
                    Names.refused(
                        "--pull-through-login", "", Messages.of("only-a-cache-shows-a-login")));
    return UpstreamLogin.of(DockerConfig.ofUser(), upstream.name());
  }

  /// What stands is not changed before the change was shown. A first install only makes objects.
  private void confirm(Stack stack, StackOptions options) throws InterruptedException {
    if (!stack.status(options).installed()) {
      return;
    }
    Plan plan = stack.plan(choice.planned(stack, options));
    if (plan.touches()) {
      plan.writes().forEach(each -> PlanLines.of(each).forEach(line -> output().note(line)));
      plan.findings().forEach(each -> output().note(Messages.of("warning", each.words())));
      Question.confirm(output(), Messages.of("apply-this", plan.words()));
    }
  }

  private int install(Stack stack, StackOptions options) throws InterruptedException {
    if (unproven) {
      Stack.Installation done = choice.install(stack, options, progress());
      tell(done);
      return end(result(done), done, true);
    }
    PassingAfter progress = new PassingAfter(progress(), passing());
    Stack.Proven proven =
        choice.installProven(
            stack,
            options,
            progress,
            done -> {
              progress.passing();
              tell(done);
            });
    Map<String, Object> result = result(proven.installation());
    result.put("verification", Proof.json(proven.verification()));
    if (!json()) {
      Proof.print(proven.verification(), output(), this::same);
    }
    return end(result, proven.installation(), proven.verification().passed());
  }

  private void tell(Stack.Installation done) {
    if (!json()) {
      output().line(words(done));
    }
  }

  private static Map<String, Object> result(Stack.Installation done) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("registry", done.options().registry());
    result.put("nodeAddress", Words.localhost(done.options().nodePort()));
    result.put("created", done.created());
    result.put("changed", done.changed());
    result.put("removed", done.removed());
    result.put("unchanged", done.unchanged());
    return result;
  }

  private int end(Map<String, Object> result, Stack.Installation done, boolean proven) {
    opening().names().put(List.of(done.options().registry()));
    if (json()) {
      output().json(result);
    } else if (proven) {
      output().note(next(done.options()));
    } else if (done.written() > 0) {
      output().note(Messages.of("not-rolled-back"));
    }
    return proven ? 0 : 1;
  }

  private static String next(StackOptions options) {
    return options.isCache()
        ? Messages.of("next-pull-through-the-cache", options.nodePort())
        : Messages.of("next-mooring-connect-then-push-to", again(options), options.nodePort());
  }

  private static String words(Stack.Installation done) {
    return done.written() == 0
        ? Messages.of("nothing-to-change", done.unchanged())
        : Messages.of(
            "created-changed-removed-unchanged",
            done.created(),
            done.changed(),
            done.removed(),
            done.unchanged());
  }

  private void show(Plan plan) {
    if (json()) {
      output().json(PlanLines.json(plan));
      return;
    }
    plan.writes().forEach(each -> PlanLines.of(each).forEach(output()::line));
    plan.findings().forEach(each -> output().note(Messages.of("warning", each.words())));
    output().line(plan.words());
  }
}
