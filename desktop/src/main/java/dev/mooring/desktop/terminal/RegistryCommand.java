package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.RunningImages;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.mesh.RegistryPlace;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Registry;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.stack.Caches;
import dev.mooring.stack.EgressWay;
import dev.mooring.stack.OutsideRegistries;
import dev.mooring.stack.options.StackOptions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A command that works with one of the cluster's registries: the one place that says which.
abstract class RegistryCommand extends ClusterCommand {
  private static final Pattern ABOUT_ONE =
      Pattern.compile(
          "mooring (?:doctor|install|verify|connect|images|tag-history|undo|delete|"
              + "collect-garbage|(?:image|writer|builder|token) [a-z]+)\\b");

  @Option(names = "--registry", paramLabel = "NAME")
  @Nullable String registry;

  RegistryCommand(Opening opening) {
    super(opening);
  }

  /// The namespace that the registry has to be in; nothing for any.
  Optional<String> home() {
    return Optional.ofNullable(namespace);
  }

  /// The registry that is meant, as the cluster keeps it.
  ///
  /// @throws dev.mooring.problem.MooringException with the nearest name where it is not installed
  final StackOptions inForce(Workspace workspace) throws InterruptedException {
    return workspace.stack().demand(name(), home(), usual());
  }

  /// The same, where something is pushed to it.
  ///
  /// @throws dev.mooring.problem.MooringException also where it is a cache
  final StackOptions taking(Workspace workspace) throws InterruptedException {
    StackOptions options = inForce(workspace);
    demandPushes(options);
    return options;
  }

  /// @throws dev.mooring.problem.MooringException where it is a cache
  static void demandPushes(StackOptions options) {
    Caches.demandPushes(options, Messages.of("cannot-push-to-this-registry"));
  }

  /// The same, or what Install would make of it.
  final StackOptions intended(Workspace workspace) throws InterruptedException {
    return workspace.stack().locate(name(), home(), usual());
  }

  private Optional<String> name() {
    return Optional.ofNullable(registry);
  }

  private StackOptions usual() {
    return StackOptions.of(opening().settings().get());
  }

  /// The registry beside which archives are on volumes: the one that is meant, or for an outside
  /// one the default one.
  final StackOptions volumesOf(Workspace workspace) throws InterruptedException {
    return outside(workspace).isPresent()
        ? workspace.stack().locate(Optional.empty(), home(), usual())
        : inForce(workspace);
  }

  /// The words after a command that name the same registry again: nothing for the default one.
  static String again(StackOptions options) {
    return options.isDefault() ? "" : " --registry " + options.registry();
  }

  /// The registry outside of this cluster's own that is meant; empty where it is one of them.
  final Optional<RegistryAddress> outside(Workspace workspace) throws InterruptedException {
    return registry == null
        ? Optional.empty()
        : new OutsideRegistries(opening().settings().get()).find(workspace.cluster(), registry);
  }

  /// The registry that is meant where the user added it; no cluster is asked.
  final Optional<RegistryAddress> added() {
    return name()
        .flatMap(name -> NamedRegistries.find(opening().settings().get(), name))
        .map(NamedRegistry::place);
  }

  /// The same where there is no cluster that could be asked for more.
  final Optional<RegistryAddress> alone() {
    return opening().kubeconfig().exists() ? Optional.empty() : added();
  }

  final Registry open(RegistryAddress place) {
    return RemoteRegistries.ofUser(opening().settings()).open(place).registry();
  }

  /// The hosts under which nodes know the registry that is meant.
  final Set<String> nodeNames(Workspace workspace) throws InterruptedException {
    Optional<RegistryAddress> outside = outside(workspace);
    return outside.isPresent()
        ? outside.get().names()
        : RunningImages.hosts(inForce(workspace).nodePort());
  }

  @Override
  final Problem told(Problem problem) {
    return new Problem(
        problem.code(), problem.what(), problem.why(), same(problem.remedy()), problem.detail());
  }

  /// The remedy for the registry that was asked for: who proposes a command seldom knows which.
  final Remedy same(Remedy remedy) {
    return registry != null
            && remedy instanceof Remedy.Command(String words, String command)
            && ABOUT_ONE.matcher(command).lookingAt()
            && !command.contains("--registry ")
        ? new Remedy.Command(words, command + " --registry " + registry)
        : remedy;
  }

  /// Opens a way to the registry of this command's own, on a port that nobody else uses.
  final Registry registry(Workspace workspace, @Nullable String account)
      throws InterruptedException {
    Optional<RegistryAddress> outside = outside(workspace);
    return outside.isPresent()
        ? open(outside.get())
        : registry(workspace, inForce(workspace), account);
  }

  /// The same by options that are known already.
  final Registry registry(Workspace workspace, StackOptions options, @Nullable String account)
      throws InterruptedException {
    var connected = workspace.mesh().to(location(options, account)).connect(0);
    return workspace.registry(
        connected.listening().getFirst().getPort(),
        options.namespace(),
        Words.localhost(options.nodePort()));
  }

  /// How images of a registry elsewhere get into one of the cluster's. The user is told where they
  /// don't come by this machine's own network.
  final WayOut wayInto(
      Workspace workspace, StackOptions options, @Nullable String account, RegistryAddress from)
      throws InterruptedException {
    WayOut out =
        EgressWay.into(
            options,
            identity(options, account),
            from,
            workspace.cluster(),
            workspace.tunnels(),
            workspace.identities());
    if (!out.words().isEmpty()) {
      output().note(out.words());
    }
    return out;
  }

  /// @param account NAMESPACE/NAME of the ServiceAccount to be; null for the one Install made
  static RegistryPlace location(StackOptions options, @Nullable String account) {
    return options.location(identity(options, account));
  }

  /// @param account as for [#location]
  static ServiceAccount identity(StackOptions options, @Nullable String account) {
    return account == null ? options.firstWriter() : serviceAccount(account);
  }

  static ServiceAccount serviceAccount(String account) {
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
}
