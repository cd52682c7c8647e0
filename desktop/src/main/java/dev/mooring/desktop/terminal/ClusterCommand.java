package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.document.Document;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryLocation;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Registry;
import dev.mooring.stack.options.StackOptions;
import java.util.Optional;
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
    return run(opening.open(context));
  }

  /// Refuses words that make no sense, before anything is opened.
  ///
  /// @throws picocli.CommandLine.ParameterException so that the command ends as invalid usage
  void check() {}

  abstract int run(Workspace workspace) throws InterruptedException;

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
    output().table(table, format == Format.WIDE);
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

  /// What Install puts there by the settings, with the namespace asked for.
  StackOptions stackOptions() {
    return Options.stack(opening.settings().get(), namespace);
  }

  /// The options in force: those of the install that stands, as the cluster keeps them, or what
  /// Install would use where nothing is recorded or this user may not read it.
  final StackOptions inForce(Workspace workspace) throws InterruptedException {
    return workspace
        .stack()
        .locate(
            Optional.empty(),
            Optional.ofNullable(namespace),
            StackOptions.of(opening.settings().get()));
  }

  /// Opens a way to the registry of this command's own, on a port that nobody else uses.
  final Registry registry(Workspace workspace, @Nullable String account)
      throws InterruptedException {
    return registry(workspace, inForce(workspace), account);
  }

  /// The same by options that are known already.
  final Registry registry(Workspace workspace, StackOptions options, @Nullable String account)
      throws InterruptedException {
    var connected = workspace.mesh().to(location(options, account)).connect(0);
    return workspace.registry(connected.listening().getFirst().getPort());
  }

  /// @param account NAMESPACE/NAME of the ServiceAccount to be; null for the one Install made
  static RegistryLocation location(StackOptions options, @Nullable String account) {
    return account == null ? options.location() : options.location(serviceAccount(account));
  }

  private static ServiceAccount serviceAccount(String account) {
    int slash = account.indexOf('/');
    if (slash < 1 || slash == account.length() - 1) {
      throw new Problem(
              Code.INVALID_NAME,
              Messages.of("not-a-serviceaccount", account),
              Messages.of("it-is-written-as-namespace-name"),
              new Remedy.Advice(Messages.of("example-as-dev-ana-mooring")))
          .raise();
    }
    return new ServiceAccount(account.substring(0, slash), account.substring(slash + 1));
  }

  static Document document(Object value) {
    return Document.of(value);
  }
}
