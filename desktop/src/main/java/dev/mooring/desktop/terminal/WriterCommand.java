package dev.mooring.desktop.terminal;

import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.problem.Finding;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.options.WriterRights;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The identities that may push.
@Command(name = "writer", description = "Say who may push: add, list, remove.")
final class WriterCommand {

  @Command(
      name = "add",
      description = "Let a workload identity push, and print the RBAC its person needs.")
  static final class Add extends ClusterCommand {
    @Parameters(paramLabel = "NAME", description = "Name of the writer and of its ServiceAccount.")
    String name = "";

    @Option(
        names = "--account",
        paramLabel = "NAME",
        description = "The ServiceAccount, when it is called otherwise.")
    String account = "";

    @Option(
        names = "--user",
        paramLabel = "USER",
        description = "Whom Kubernetes knows the person as; the writer's name by default.")
    String user = "";

    @Option(
        names = "--repositories",
        split = ",",
        paramLabel = "PREFIX",
        description = "What it may push: 'ana/*', several with commas; '*' for all (default).")
    List<String> repositories = List.of("*");

    @Option(
        names = "--registry-namespace",
        paramLabel = "NS",
        description = "The registry's namespace; kube-registry by default.")
    String registryNamespace = StackOptions.defaults().namespace();

    Add(Opening opening) {
      super(opening);
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      String home = workloadNamespace(workspace);
      Writer writer = new Writer(name, home, account.isEmpty() ? name : account, repositories);
      WriterRights rights =
          workspace
              .stack()
              .addWriter(
                  Options.stack(opening().settings().get(), registryNamespace),
                  writer,
                  user.isEmpty() ? name : user);
      if (json()) {
        output().json(Writers.json(writer, rights));
        return 0;
      }
      output().note(Writers.sentence(writer));
      rights
          .remarks()
          .forEach(each -> output().note("warning: " + each.words() + ". " + each.whatToDo()));
      output().note("Grant these rights to " + rights.user() + " (kubectl apply -f -):");
      for (WriterRights.Right each : rights.objects()) {
        output().note("  " + new KubeObject(each.object()).words() + ": " + each.reason());
      }
      output().text(rights.yaml());
      output().note("They connect with: mooring connect --as " + home + "/" + writer.account());
      return 0;
    }
  }

  @Command(name = "list", description = "List who may push what.")
  static final class ListAll extends ClusterCommand {
    ListAll(Opening opening) {
      super(opening);
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      List<Writer> writers = workspace.stack().writers(stackOptions());
      if (json()) {
        output().json(writers.stream().map(Writers::json).toList());
      } else if (writers.isEmpty()) {
        output().line("Nobody may push");
      } else {
        writers.forEach(writer -> output().line(Writers.sentence(writer)));
      }
      return 0;
    }
  }

  @Command(name = "remove", description = "Let a workload identity push no longer.")
  static final class Remove extends ClusterCommand {
    @Parameters(paramLabel = "NAME", description = "The writer's name, as list shows it.")
    String name = "";

    @Option(
        names = "--registry-namespace",
        paramLabel = "NS",
        description = "The registry's namespace; kube-registry by default.")
    String registryNamespace = StackOptions.defaults().namespace();

    @Option(
        names = {"-y", "--yes"},
        description = "Do not ask.")
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
                  ? home
                      + "/"
                      + name
                      + " is the only writer: nobody can push afterwards. Remove it?"
                  : "Mooring itself pushes as " + home + "/" + name + ". Remove it?");
        }
      }
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      String home = workloadNamespace(workspace);
      StackOptions options =
          workspace.stack().inForce(Options.stack(opening().settings().get(), registryNamespace));
      if (!yes) {
        ask(workspace.stack().writers(options), options, home);
      }
      workspace.stack().removeWriter(options, name, home);
      output().line(home + "/" + name + " may push no longer");
      return 0;
    }
  }

  WriterCommand() {}

  /// Writers in words and in JSON.
  private static final class Writers {
    static String sentence(Writer writer) {
      String what =
          writer.repositories().contains("*")
              ? "everything"
              : String.join(", ", writer.repositories());
      String name = writer.namespace() + "/" + writer.account();
      return name + " may push " + what + " (writer " + writer.name() + ")";
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
