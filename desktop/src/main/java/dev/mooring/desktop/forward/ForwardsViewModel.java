package dev.mooring.desktop.forward;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Forwards;
import dev.mooring.job.Jobs;
import dev.mooring.job.Subscription;
import dev.mooring.settings.Settings.SavedForward;
import dev.mooring.settings.SettingsFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The forwards of a context, and the means to make one.
public final class ForwardsViewModel implements AutoCloseable {
  private final Cluster cluster;
  private final Forwards forwards;
  private final Jobs jobs;
  private final Jobs reads;
  private final SettingsFile settings;
  private final Ui ui;
  private final Subscription subscription;
  private final ReadOnlyObjectWrapper<List<ForwardStatus>> rows =
      new ReadOnlyObjectWrapper<>(List.of());
  private final Fetched<List<String>> namespaces;
  private final Fetched<List<Choice>> choices;

  /// Something in the cluster that a forward can lead to.
  ///
  /// @param ports numbers, or names where the number is not said; the likeliest first
  public record Choice(String name, List<String> ports) {}

  public ForwardsViewModel(
      Cluster cluster, Forwards forwards, Jobs jobs, Jobs reads, SettingsFile settings, Ui ui) {
    this.cluster = cluster;
    this.forwards = forwards;
    this.jobs = jobs;
    this.reads = reads;
    this.settings = settings;
    this.ui = ui;
    this.namespaces = new Fetched<>("Reading the namespaces", reads, ui);
    this.choices = new Fetched<>("Reading what can be forwarded", reads, ui);
    this.subscription = forwards.all().subscribe(ui.newest(rows::set));
  }

  public ReadOnlyObjectProperty<List<ForwardStatus>> rows() {
    return rows.getReadOnlyProperty();
  }

  public Fetched<List<String>> namespaces() {
    return namespaces;
  }

  public Fetched<List<Choice>> choices() {
    return choices;
  }

  public String defaultNamespace() {
    String namespace = cluster.context().namespace();
    return namespace.isEmpty() ? "default" : namespace;
  }

  public void readNamespaces() {
    namespaces.fetch(
        progress ->
            cluster.list(Kind.NAMESPACE, null, "").stream()
                .map(KubeObject::name)
                .sorted()
                .toList());
  }

  /// @param kind "Service", "Deployment", "StatefulSet", "DaemonSet" or "Pod"
  public void readChoices(String kind, String namespace) {
    choices.clear();
    choices.fetch(
        progress ->
            cluster.list(Targets.kind(kind), namespace, "").stream()
                .filter(each -> !each.deleting())
                .map(each -> new Choice(each.name(), Targets.ports(each)))
                .sorted(java.util.Comparator.comparing(Choice::name))
                .toList());
  }

  /// Finds a free local port at or near the wanted one.
  public void offerPort(int wanted, IntConsumer then) {
    reads.start(
        "Looking for a free port",
        progress -> {
          int free = freePort(wanted);
          ui.execute(() -> then.accept(free));
          return free;
        });
  }

  public void start(ForwardSpec spec) {
    jobs.start(
        "Forwarding " + spec.target().words(),
        progress -> {
          ForwardStatus status = forwards.start(spec);
          save(spec, true);
          return status;
        },
        status -> "on " + address(status));
  }

  public void stop(ForwardStatus row) {
    jobs.start(
        "Stopping forward " + row.spec().name(),
        progress -> {
          forwards.stop(row.spec().name());
          save(row.spec(), false);
          return "";
        });
  }

  public void remove(ForwardStatus row) {
    jobs.start(
        "Removing forward " + row.spec().name(),
        progress -> {
          forwards.remove(row.spec().name());
          settings.update(s -> s.withForwards(without(s.forwards(), row.spec().name())));
          return "";
        });
  }

  /// Starts the forwards that ran when Mooring ended.
  public void restore() {
    String context = cluster.context().name();
    for (SavedForward saved : settings.settings().get().forwards()) {
      if (saved.context().equals(context) && saved.running()) {
        ForwardSpec spec = Targets.spec(saved);
        jobs.start(
            "Restoring forward " + spec.name(),
            progress -> forwards.start(spec),
            status -> "on " + address(status));
      }
    }
  }

  /// Forwards that are written down but not in the list: not started in this run.
  List<SavedForward> kept() {
    String context = cluster.context().name();
    List<String> present = rows.get().stream().map(row -> row.spec().name()).toList();
    return settings.settings().get().forwards().stream()
        .filter(saved -> saved.context().equals(context) && !present.contains(saved.name()))
        .toList();
  }

  private void save(ForwardSpec spec, boolean running) {
    settings.update(
        s -> {
          List<SavedForward> next = new ArrayList<>(without(s.forwards(), spec.name()));
          next.add(Targets.saved(spec, cluster.context().name(), running));
          return s.withForwards(next);
        });
  }

  private List<SavedForward> without(List<SavedForward> all, String name) {
    String context = cluster.context().name();
    return all.stream()
        .filter(each -> !(each.context().equals(context) && each.name().equals(name)))
        .toList();
  }

  static String address(ForwardStatus status) {
    return status.listening().isEmpty()
        ? ""
        : "localhost:" + status.listening().getFirst().getPort();
  }

  private static int freePort(int wanted) {
    int first = wanted < 1024 ? wanted + 8000 : wanted;
    for (int port = first; port < first + 50 && port <= 65_535; port++) {
      if (free(port)) {
        return port;
      }
    }
    return 0;
  }

  private static boolean free(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
