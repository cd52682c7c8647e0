package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.problem.Finding;
import dev.mooring.stack.Drift;
import dev.mooring.stack.Plan;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.PullThrough;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Shows what would change before it does, and asks.
final class StackQuestions {
  private final StackViewModel model;
  private final Surface surface;

  StackQuestions(StackViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
  }

  void applyAgain() {
    model
        .jobs()
        .plan()
        .then(
            plan ->
                surface.ask(
                    plan.writes().isEmpty()
                        ? new Surface.Question(
                            about(Messages.of("nothing-to-change")),
                            Messages.of("every-object-is-up-to-date"),
                            List.of(),
                            Messages.of("verify"))
                        : new Surface.Question(
                            Messages.of("apply-these-changes", registry()),
                            Messages.of("images-and-writers-are-kept", plan.words()),
                            plan.writes().stream().map(Plan.Step::words).toList(),
                            Messages.of("apply")),
                    plan.writes().isEmpty() ? model.jobs()::verify : model.jobs()::install),
            surface::tell);
  }

  /// Whoever reads Secrets there reads it: asked first.
  void giveLogin() {
    StackOptions options = model.currentOptions();
    options
        .additions()
        .upstream()
        .ifPresent(
            each ->
                surface.ask(
                    new Surface.Question(
                        about(Messages.of("give-the-login-question", each.name())),
                        Messages.of("where-the-login-goes", PullThrough.LOGIN, options.namespace()),
                        List.of(),
                        Messages.of("give-the-login")),
                    model.jobs()::giveLogin));
  }

  private String about(String title) {
    return StackJobs.about(model.currentOptions(), title);
  }

  private String registry() {
    return StackJobs.words(model.currentOptions());
  }

  /// Says what the checks found, and installs all the same where that is wanted.
  void installAnyway() {
    model.jobs().blockers().then(this::overrule, surface::tell);
  }

  private void overrule(List<Finding> blockers) {
    if (blockers.isEmpty()) {
      model.jobs().install();
      return;
    }
    surface.confirm(
        new Surface.Question(
            Messages.of("install-anyway-question", registry()),
            Messages.of("what-install-anyway-risks"),
            blockers.stream().map(Finding::words).toList(),
            Messages.of("install-anyway-2")),
        () -> model.jobs().install(blockers.stream().map(Finding::id).collect(Collectors.toSet())));
  }

  /// What was changed in the cluster, field by field, and that it can be undone.
  void changes() {
    Drift drift = model.drift().value();
    if (drift != null) {
      surface.ask(
          new Surface.Question(
              about(Messages.of("changed-in-the-cluster-title")),
              Messages.of("repair-restores", drift.words()),
              drift.plan().writes().stream().flatMap(StackQuestions::lines).toList(),
              Messages.of("repair")),
          model.jobs()::repair);
    }
  }

  private static Stream<String> lines(Plan.Step step) {
    return step.fields().isEmpty()
        ? Stream.of(step.words())
        : step.fields().stream().map(each -> step.object() + " " + each.words());
  }

  void uninstall(Stack.DataFate data) {
    Fetched<List<String>> plan = model.jobs().planUninstall(data);
    plan.then(
        objects ->
            surface.confirm(
                new Surface.Question(
                    data == Stack.DataFate.DELETE
                        ? Messages.of("uninstall-the-registry-and-delete-all", registry())
                        : Messages.of("uninstall-the-registry", registry()),
                    data == Stack.DataFate.DELETE
                        ? Messages.of("these-objects-are-removed-the-volume")
                        : Messages.of("these-objects-are-removed-the-volume-2"),
                    objects,
                    data == Stack.DataFate.DELETE
                        ? Messages.of("uninstall-and-delete")
                        : Messages.of("uninstall-2")),
                () -> model.jobs().uninstall(data)),
        surface::tell);
  }
}
