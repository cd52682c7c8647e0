package dev.mooring.desktop.forward;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.OfferedPorts;
import dev.mooring.forward.reach.TargetCheck;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.platform.FreePorts;
import dev.mooring.problem.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/// What a context and this machine have to offer to a new forward.
final class TargetsViewModel {
  /// Ports below need rights that a user seldom has; 80 becomes 8080, 443 becomes 8443.
  private static final int PRIVILEGED = 1024;

  private static final int UNPRIVILEGED = 8000;

  private final Cluster cluster;
  private final Jobs reads;
  private final Ui ui;
  private final Fetched<List<String>> namespaces;
  private final Fetched<List<Choice>> choices;
  private final Fetched<List<String>> accounts;

  /// Something in the cluster that a forward can lead to.
  ///
  /// @param ports numbers, or names where the number is not said; the likeliest first
  record Choice(String name, List<String> ports) {}

  TargetsViewModel(Cluster cluster, Jobs reads, Ui ui) {
    this.cluster = cluster;
    this.reads = reads;
    this.ui = ui;
    this.namespaces = new Fetched<>(Messages.of("job-reading-namespaces"), reads, ui);
    this.choices = new Fetched<>(Messages.of("job-reading-targets"), reads, ui);
    this.accounts = new Fetched<>(Messages.of("job-reading-accounts"), reads, ui);
  }

  Fetched<List<String>> namespaces() {
    return namespaces;
  }

  Fetched<List<Choice>> choices() {
    return choices;
  }

  /// ServiceAccounts as "NAMESPACE/NAME".
  Fetched<List<String>> accounts() {
    return accounts;
  }

  String defaultNamespace() {
    String namespace = cluster.context().namespace();
    return namespace.isEmpty() ? "default" : namespace;
  }

  void readNamespaces() {
    namespaces.fetch(progress -> cluster.namespaces());
  }

  void readAccounts(String namespace) {
    accounts.fetch(
        progress ->
            TargetCheck.names(cluster, Kind.SERVICE_ACCOUNT, namespace).stream()
                .map(each -> namespace + "/" + each)
                .toList());
  }

  /// @param kind "Service", "Deployment", "StatefulSet", "DaemonSet" or "Pod"
  void readChoices(String kind, String namespace) {
    choices.clear();
    choices.fetch(
        progress ->
            cluster.list(Targets.kind(kind), namespace, "").stream()
                .filter(each -> !each.deleting())
                .map(each -> new Choice(each.name(), OfferedPorts.of(each)))
                .sorted(Comparator.comparing(Choice::name))
                .toList());
  }

  /// Asks the cluster whether a target is there.
  ///
  /// @param then told what is wrong; nothing where it is good, or where nobody can tell
  void check(Target target, Consumer<Optional<Problem>> then) {
    reads
        .start(
            Messages.of("job-checking-target", target.words()),
            progress -> {
              Optional<Problem> wrong = TargetCheck.of(cluster, target);
              ui.execute(() -> then.accept(wrong));
              return wrong.isEmpty();
            })
        .observe(
            snapshot -> {
              if (snapshot.state() instanceof JobState.Failed) {
                ui.execute(() -> then.accept(Optional.empty()));
              }
            });
  }

  /// Finds a free local port at or after the wanted one.
  void offerPort(int wanted, IntConsumer then) {
    int first = wanted < PRIVILEGED ? wanted + UNPRIVILEGED : wanted;
    reads.start(
        Messages.of("job-free-port"),
        progress -> {
          int free = FreePorts.after(first - 1).orElse(0);
          ui.execute(() -> then.accept(free));
          return free;
        });
  }

  /// Makes a forward for each target, to its likeliest port and from a local one that is free.
  ///
  /// @param taken whether a forward has this name
  /// @param failed told of those that declare no port; the others go on
  void propose(
      List<Target> wanted,
      Predicate<String> taken,
      Consumer<List<ForwardSpec>> then,
      Consumer<Problem> failed) {
    Fetched<Proposals> proposals =
        new Fetched<>(Messages.count("job-reading-ports", wanted.size()), reads, ui);
    proposals.fetch(progress -> Proposals.of(cluster, wanted, TargetsViewModel::free, taken));
    proposals.then(
        found -> {
          if (!found.specs().isEmpty()) {
            then.accept(found.specs());
          }
          found.problem().ifPresent(failed);
        },
        failed);
  }

  private static int free(int wanted, Set<Integer> given) {
    int port =
        FreePorts.after((wanted < PRIVILEGED ? wanted + UNPRIVILEGED : wanted) - 1).orElse(0);
    while (given.contains(port) && port > 0) {
      port = FreePorts.after(port).orElse(0);
    }
    return port;
  }
}
