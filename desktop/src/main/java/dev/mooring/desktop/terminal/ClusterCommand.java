package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A command that works on a cluster, with the options that all of them share.
abstract class ClusterCommand implements Callable<Integer> {
  private final Opening opening;

  @Option(names = "--context", paramLabel = "NAME")
  @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS")
  @Nullable String namespace;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Format.Parser.class)
  Format format = Format.TEXT;

  ClusterCommand(Opening opening) {
    this.opening = opening;
  }

  @Override
  public final Integer call() throws InterruptedException {
    check();
    try {
      return run();
    } catch (MooringException e) {
      Problem told = told(e.problem());
      throw told.equals(e.problem()) ? e : told.raise(e);
    }
  }

  /// The problem as this command has to tell it.
  Problem told(Problem problem) {
    return problem;
  }

  /// Refuses words that make no sense, before anything is opened.
  ///
  /// @throws picocli.CommandLine.ParameterException so that the command ends as invalid usage
  void check() {}

  abstract int run(Workspace workspace) throws InterruptedException;

  /// What runs: with the cluster, unless a command can do without.
  int run() throws InterruptedException {
    return run(workspace());
  }

  /// @throws MooringException where there is no kubeconfig or no such context
  final Workspace workspace() {
    return opening.open(context);
  }

  final Opening opening() {
    return opening;
  }

  final Output output() {
    return opening.output();
  }

  final boolean json() {
    return format == Format.JSON;
  }

  /// Shows a table as wide as the terminal, or whole where that is asked for.
  final void show(Table table) {
    output().table(table, isWide());
  }

  final boolean isWide() {
    return format == Format.WIDE;
  }

  /// Steps as lines for people; nothing where a program reads the output.
  final Progress progress() {
    return json() ? Progress.none() : new ProgressLines(output(), true);
  }

  /// The same for work whose result says all of it again.
  final Progress passing() {
    return json() ? Progress.none() : new ProgressLines(output(), false);
  }

  /// The namespace asked for, or the context's own.
  final String workloadNamespace(Workspace workspace) {
    return namespace != null ? namespace : workspace.context().namespace();
  }

  static Document document(Object value) {
    return Document.of(value);
  }
}
