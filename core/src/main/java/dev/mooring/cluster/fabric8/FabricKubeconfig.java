package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.Kubeconfig;
import dev.mooring.job.Subscription;
import dev.mooring.platform.Directories;
import dev.mooring.platform.FileStamps;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The kubeconfig as kubectl finds it: the files of `KUBECONFIG`, else `~/.kube/config`.
///
/// Files are read anew at each call, so changes show at once; connections notice them within a
/// second. Reading takes no network.
public final class FabricKubeconfig implements Kubeconfig {
  private final List<Path> files;
  private final Map<String, String> environment;

  /// From this process's environment.
  public FabricKubeconfig() {
    this(fromEnvironment(System.getenv()), System.getenv());
  }

  /// From the given files, earlier ones first; the proxy variables still come from the environment.
  public FabricKubeconfig(List<Path> files) {
    this(files, System.getenv());
  }

  /// From the given files.
  ///
  /// @param environment stands for this process's: proxies, where plugins are, and whether logins
  /// may go to this machine without TLS
  public FabricKubeconfig(List<Path> files, Map<String, String> environment) {
    this.files = List.copyOf(files);
    this.environment = Map.copyOf(environment);
  }

  static List<Path> fromEnvironment(Map<String, String> environment) {
    String variable = environment.getOrDefault("KUBECONFIG", "");
    List<Path> named =
        Arrays.stream(variable.split(File.pathSeparator, -1))
            .filter(each -> !each.isBlank())
            .map(Path::of)
            .distinct()
            .toList();
    return named.isEmpty() ? List.of(Directories.home().resolve(".kube").resolve("config")) : named;
  }

  /// The files, whether they exist or not.
  public List<Path> files() {
    return files;
  }

  @Override
  public String source() {
    return files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  @Override
  public boolean exists() {
    return files.stream().anyMatch(Files::isRegularFile);
  }

  @Override
  public List<Context> contexts() {
    return KubeconfigEntries.load(files).list();
  }

  @Override
  public Cluster connect(@Nullable String name) {
    return connect(name, FabricCluster.LIMIT, FabricCluster.BEAT);
  }

  @Override
  public Subscription follow(Consumer<List<Context>> consumer) {
    return new KubeconfigWatch(this, consumer);
  }

  FabricCluster connect(@Nullable String name, Duration limit, Duration beat) {
    FileStamps watched = new FileStamps(files);
    // Before the files are read, so that a change in between is noticed.
    List<Object> stamp = watched.stamp();
    Route first = route(name);
    String found = first.context().name();
    return new FabricCluster(
        first.context(),
        new Endpoint(first, stamp, watched::stamp, () -> route(found)),
        limit,
        beat);
  }

  private Route route(@Nullable String name) {
    if (!exists()) {
      throw new Problem(
              Code.KUBECONFIG_MISSING,
              Messages.of("no-cluster-to-connect-to"),
              Messages.of("there-is-no-kubeconfig-does-not", source()),
              new Remedy.Command(Messages.of("set-kubeconfig-to-the-file-of"), "mooring practice"))
          .raise();
    }
    KubeconfigEntries entries = KubeconfigEntries.load(files);
    String wanted = name == null ? entries.current() : name;
    KubeconfigEntries.Entry context = entries.contexts().get(wanted);
    if (context == null) {
      throw unknown(wanted, entries);
    }
    Context value = entries.context(context);
    KubeconfigEntries.Entry cluster = entries.clusters().get(value.cluster());
    if (cluster == null) {
      throw dangling(context, "cluster", value.cluster(), entries.clusters());
    }
    KubeconfigEntries.Entry user = entries.users().get(value.user());
    if (user == null && !value.user().isEmpty()) {
      throw dangling(context, "user", value.user(), entries.users());
    }
    return new Route(value, cluster, user, environment);
  }

  private RuntimeException unknown(String wanted, KubeconfigEntries entries) {
    String known =
        entries.contexts().isEmpty()
            ? Messages.of("it-has-no-contexts-at-all")
            : Messages.of("known-are", String.join(", ", entries.contexts().keySet()));
    return (wanted.isEmpty()
            ? new Problem(
                Code.CONTEXT_MISSING,
                Messages.of("no-context-is-chosen"),
                Messages.of("has-no-current-context", source(), known),
                new Remedy.Command(
                    Messages.of("choose-a-context"), "kubectl config use-context NAME"))
            : new Problem(
                Code.CONTEXT_MISSING,
                Messages.of("there-is-no-context", wanted),
                Messages.of("does-not-name-it", source(), known),
                new Remedy.Command(
                    Messages.of("choose-another-context"), "kubectl config use-context NAME")))
        .raise();
  }

  private static RuntimeException dangling(
      KubeconfigEntries.Entry context,
      String field,
      String name,
      Map<String, KubeconfigEntries.Entry> known) {
    return new Problem(
            Code.KUBECONFIG_INVALID,
            Messages.of("cannot-use-the-context", context.name()),
            Messages.of(
                "it-refers-to-the-which-is", field, name, String.join(", ", known.keySet())),
            new Remedy.Advice(Messages.of("correct-the-context-in", context.file())))
        .raise();
  }
}
