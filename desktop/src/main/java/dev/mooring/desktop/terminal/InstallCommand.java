package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Conflict;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.problem.Finding;
import dev.mooring.stack.CancelledInstall;
import dev.mooring.stack.Plan;
import dev.mooring.stack.Stack;
import dev.mooring.stack.Verification;
import dev.mooring.stack.options.StackOptions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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

  @Override
  int run(Workspace workspace) throws InterruptedException {
    StackOptions options = choice.over(intended(workspace));
    if (dryRun) {
      show(workspace.stack().plan(choice.planned(workspace.stack(), options)));
      return 0;
    }
    Stack.Installation done;
    try {
      done = choice.install(workspace.stack(), options, progress());
    } catch (InterruptedException e) {
      output().problem(CancelledInstall.look(workspace.stack(), options).problem());
      throw e;
    }
    options = done.options();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("registry", options.registry());
    result.put("nodeAddress", Words.localhost(options.nodePort()));
    result.put("created", done.created());
    result.put("changed", done.changed());
    result.put("removed", done.removed());
    result.put("unchanged", done.unchanged());
    if (!json()) {
      output().line(words(done));
    }
    boolean proven = true;
    if (!unproven) {
      Verification verification = workspace.stack().verify(options, passing());
      proven = verification.passed();
      result.put("verification", Proof.json(verification));
      if (!json()) {
        Proof.print(verification, output());
      }
    }
    if (json()) {
      output().json(result);
    } else if (proven) {
      output().note(Messages.of(
              "next-mooring-connect-then-push-to", again(options), options.nodePort()));
    }
    return proven ? 0 : 1;
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
      output()
          .json(
              Map.of(
                  "steps",
                  plan.steps().stream()
                      .map(
                          each ->
                              Map.<String, Object>of(
                                  "action", each.action().name().toLowerCase(Locale.ROOT),
                                  "object", each.object(),
                                  "fields", each.fields(),
                                  "taken", each.taken().stream().map(Conflict::words).toList(),
                                  "why", each.why()))
                      .toList(),
                  "warnings",
                  plan.findings().stream().map(Finding::words).toList()));
      return;
    }
    plan.writes().forEach(each -> output().line(each.words()));
    plan.findings().forEach(each -> output().note(Messages.of("warning", each.words())));
    output().line(plan.words());
  }
}
