package dev.mooring.desktop.shell;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.document.Document;
import dev.mooring.identity.istiod.ControlPlane;
import dev.mooring.job.Job;
import dev.mooring.job.Jobs;
import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import dev.mooring.settings.SettingsFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// The window's own state: contexts, the open one, how its API server answers, the place shown.
public final class ShellViewModel implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

  private final Contexts contexts;
  private final SettingsFile settings;
  private final Ui ui;
  private final Jobs reads = new Jobs();

  /// What the user asks for before a context is open.
  private final Jobs own = new Jobs();
  private final Fetched<List<Context>> list;
  private final Fetched<Contexts.Opened> opened;
  private final ReadOnlyObjectWrapper<Connection> connection =
      new ReadOnlyObjectWrapper<>(new Connection.None());
  private final ObjectProperty<Place> place = new SimpleObjectProperty<>(Place.REGISTRY);
  private final ReadOnlyObjectWrapper<ShellState> state =
      new ReadOnlyObjectWrapper<>(new ShellState.Reading());
  private volatile boolean kubeconfig = true;
  private volatile String source = "";
  private String wanted = "";
  private @Nullable Job<?> watching;
  private @Nullable Subscription following;

  public ShellViewModel(Contexts contexts, SettingsFile settings, Ui ui) {
    this.contexts = contexts;
    this.settings = settings;
    this.ui = ui;
    this.list = new Fetched<>(Messages.of("reading-the-contexts"), reads, ui);
    this.opened = new Fetched<>(Messages.of("opening-the-context"), reads, ui);
    list.onValue(
        found -> {
          if (opened.value() == null && !found.isEmpty()) {
            open(first(found));
          }
        });
    opened.onValue(this::watch);
    list.face().addListener((property, before, now) -> settle());
    opened.face().addListener((property, before, now) -> settle());
  }

  public ReadOnlyObjectProperty<ShellState> state() {
    return state.getReadOnlyProperty();
  }

  private void settle() {
    Contexts.Opened now = opened.value();
    // What is open stays, whatever becomes of the file.
    state.set(now == null ? closed() : new ShellState.Open(now));
  }

  private ShellState closed() {
    List<Context> known = list.value();
    if (known == null) {
      return list.failure()
          .<ShellState>map(ShellState.Unreadable::new)
          .orElseGet(ShellState.Reading::new);
    }
    if (known.isEmpty()) {
      return kubeconfig ? new ShellState.NoContext(source) : new ShellState.NoKubeconfig(source);
    }
    return opened
        .failure()
        .<ShellState>map(ShellState.Failed::new)
        .orElseGet(() -> new ShellState.Opening(wanted));
  }

  public Fetched<List<Context>> list() {
    return list;
  }

  public Fetched<Contexts.Opened> opened() {
    return opened;
  }

  public ReadOnlyObjectProperty<Connection> connection() {
    return connection.getReadOnlyProperty();
  }

  /// Where the work of the context in view runs.
  public Jobs jobs() {
    Contexts.Opened now = opened.value();
    return now == null ? own : now.jobs();
  }

  public ObjectProperty<Place> place() {
    return place;
  }

  /// Reads the kubeconfig and opens the context shown last, else the current one.
  public void start() {
    list.fetch(
        progress -> {
          follow();
          kubeconfig = contexts.exist();
          source = contexts.source();
          return contexts.list();
        });
  }

  /// Reads files, so never on the UI's thread.
  private synchronized void follow() {
    if (following == null) {
      following = contexts.follow(() -> ui.execute(this::start));
    }
  }

  public void open(String name) {
    Contexts.Opened now = opened.value();
    if (now != null && now.context().name().equals(name)) {
      return;
    }
    wanted = name;
    connection.set(new Connection.Connecting());
    opened.fetch(progress -> contexts.open(name));
    settings.update(s -> s.withContext(name));
  }

  /// Reads the contexts of another file, now and at later starts, where the usual places have none.
  public void use(Path file) {
    settings.update(s -> s.withKubeconfig(file.toString()));
    start();
  }

  /// Asks the API server again now.
  public void look() {
    Contexts.Opened now = opened.value();
    if (now == null) {
      start();
    } else {
      watch(now);
    }
  }

  private String first(List<Context> found) {
    String last = settings.settings().get().context();
    return found.stream()
        .filter(each -> each.name().equals(last))
        .findFirst()
        .or(() -> found.stream().filter(Context::current).findFirst())
        .orElse(found.getFirst())
        .name();
  }

  /// One look now and one every while, until another context is shown.
  private void watch(Contexts.Opened now) {
    Job<?> before = watching;
    if (before != null) {
      before.cancel();
    }
    watching =
        reads.start(
            Messages.of("watching", now.context().name()),
            progress -> {
              while (true) {
                Connection next = look(now.cluster());
                ui.execute(() -> moved(now, next));
                Thread.sleep(BETWEEN_LOOKS);
              }
            });
  }

  private void moved(Contexts.Opened from, Connection next) {
    if (!from.equals(opened.value())) {
      return;
    }
    if (next instanceof Connection.Failed failed) {
      switch (connection.get()) {
        case Connection.Connected c ->
            connection.set(new Connection.Lost(c.at(), failed.problem()));
        case Connection.Lost l ->
            connection.set(new Connection.Lost(l.lastAnswer(), failed.problem()));
        default -> connection.set(next);
      }
    } else {
      connection.set(next);
    }
  }

  private static Connection look(Cluster cluster) throws InterruptedException {
    try {
      String server = cluster.version().gitVersion();
      return new Connection.Connected(server, istio(cluster), Instant.now());
    } catch (MooringException e) {
      return new Connection.Failed(e.problem());
    }
  }

  private static List<KubeObject> istiods(Cluster cluster) throws InterruptedException {
    return cluster.list(
        Kind.DEPLOYMENT, ControlPlane.find(cluster).namespace(), ControlPlane.LABEL);
  }

  /// istiod's image tag: what `istioctl version` calls the control plane's version.
  private static String istio(Cluster cluster) throws InterruptedException {
    try {
      for (KubeObject each : istiods(cluster)) {
        for (Document container : each.at("spec", "template", "spec", "containers").items()) {
          String image = container.at("image").textOrEmpty();
          int tag = image.lastIndexOf(':');
          if (tag > image.lastIndexOf('/')) {
            return image.substring(tag + 1);
          }
        }
      }
    } catch (MooringException e) {
      return Messages.of("not-visible-to-you");
    }
    return "";
  }

  @Override
  public void close() {
    // Waits for a read that runs, after which nobody begins to follow.
    reads.close();
    own.close();
    synchronized (this) {
      if (following != null) {
        following.close();
      }
    }
  }
}
