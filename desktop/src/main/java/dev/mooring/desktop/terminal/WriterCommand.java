package dev.mooring.desktop.terminal;

import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.problem.Finding;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.options.WriterRights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The identities that may push.
@Command(name = "writer")
final class WriterCommand {

  @Command(name = "add")
  static final class Add extends RegistryCommand {
    @Parameters(paramLabel = "NAME")
    String name = "";

    @Option(names = "--account", paramLabel = "NAME")
    String account = "";

    @Option(names = "--user", paramLabel = "USER")
    String user = "";

    @Option(names = "--repositories", split = ",", paramLabel = "PREFIX")
    List<String> repositories = List.of("*");

    Add(Opening opening) {
      super(opening);
    }

    /// The namespace asked for is the writer's.
    @Override
    Optional<String> home() {
      return Optional.empty();
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      String home = workloadNamespace(workspace);
      Writer writer = new Writer(name, home, account.isEmpty() ? name : account, repositories);
      StackOptions options = inForce(workspace);
      WriterRights rights =
          workspace.stack().addWriter(options, writer, user.isEmpty() ? name : user);
      if (json()) {
        output().json(Writers.json(writer, rights));
        return 0;
      }
      output().note(Writers.sentence(writer));
      rights
          .remarks()
          .forEach(each -> output().note(Messages.of("warning-2", each.words(), each.whatToDo())));
      output().note(Messages.of("grant-these-rights-to-kubectl-apply", rights.user()));
      for (WriterRights.Right each : rights.objects()) {
        output().note("  " + new KubeObject(each.object()).words() + ": " + each.reason());
      }
      output().text(rights.yaml());
      output()
          .note(
              Messages.of(
                  "they-connect-with-mooring-connect-as",
                  again(options) + where(options),
                  home,
                  writer.account()));
      return 0;
    }
  }

  @Command(name = "list")
  static final class ListAll extends RegistryCommand {
    ListAll(Opening opening) {
      super(opening);
    }

    @Override
    Optional<String> home() {
      return Optional.empty();
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      List<Writer> writers =
          workspace.stack().writers(inForce(workspace)).stream()
              .filter(each -> namespace == null || each.namespace().equals(namespace))
              .toList();
      if (json()) {
        output().json(writers.stream().map(Writers::json).toList());
      } else if (writers.isEmpty()) {
        output().line(Messages.of("nobody-may-push"));
      } else {
        writers.forEach(writer -> output().line(Writers.sentence(writer)));
        workspace
            .stack()
            .rehearsal(inForce(workspace))
            .ifPresent(
                each -> output().note(Messages.of("in-rehearsal", RehearsalWords.line(each))));
      }
      return 0;
    }
  }

  @Command(name = "remove")
  static final class Remove extends RegistryCommand {
    @Parameters(paramLabel = "NAME")
    String name = "";

    @Option(names = {"-y", "--yes"})
    boolean yes;

    Remove(Opening opening) {
      super(opening);
    }

    /// Removing the writer that pushes from here, or the last one, is seldom meant.
    private void ask(List<Writer> writers, StackOptions options, String home) {
      boolean last = writers.size() == 1;
      for (Writer each : writers) {
        boolean it = each.name().equals(name) && each.namespace().equals(home);
        boolean own =
            each.namespace().equals(options.namespace())
                && each.account().equals(options.account());
        if (it && (own || last)) {
          Question.confirm(
              output(),
              last
                  ? Messages.of("is-the-only-writer-nobody-can", home, name)
                  : Messages.of("mooring-itself-pushes-as-remove-it", home, name));
        }
      }
    }

    /// The namespace asked for is the writer's.
    @Override
    Optional<String> home() {
      return Optional.empty();
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      String home = workloadNamespace(workspace);
      StackOptions options = inForce(workspace);
      if (!yes) {
        ask(workspace.stack().writers(options), options, home);
      }
      workspace.stack().removeWriter(options, name, home);
      if (json()) {
        output().json(Map.of("removed", Map.of("name", name, "namespace", home)));
      } else {
        output().line(Messages.of("can-no-longer-push", home + "/" + name));
      }
      return 0;
    }
  }

  WriterCommand() {}

  /// Who may not look into every namespace finds a registry only where Install puts it.
  private static String where(StackOptions options) {
    return options.namespace().equals(options.registry()) ? "" : " -n " + options.namespace();
  }

  /// Writers in words and in JSON.
  private static final class Writers {
    static String sentence(Writer writer) {
      String who = writer.namespace() + "/" + writer.account();
      return writer.repositories().contains("*")
          ? Messages.of("can-push-all", who, writer.name())
          : Messages.of("can-push", who, String.join(", ", writer.repositories()), writer.name());
    }

    static Map<String, Object> json(Writer writer, WriterRights rights) {
      return Map.of(
          "writer",
          json(writer),
          "user",
          rights.user(),
          "objects",
          rights.objects().stream().map(each -> each.object().map()).toList(),
          "reasons",
          rights.objects().stream().map(WriterRights.Right::reason).toList(),
          "warnings",
          rights.remarks().stream().map(Finding::words).toList());
    }

    static Map<String, Object> json(Writer writer) {
      return Map.of(
          "name", writer.name(),
          "namespace", writer.namespace(),
          "account", writer.account(),
          "repositories", writer.repositories());
    }
  }
}
