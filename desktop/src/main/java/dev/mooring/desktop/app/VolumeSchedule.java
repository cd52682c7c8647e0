package dev.mooring.desktop.app;

import dev.mooring.desktop.tray.Notice;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.RegistryPlace;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.options.StackOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the volumes of the registries that this machine is connected to, when it connects and
/// every half hour from then on, one after another.
///
/// A look makes nothing in the cluster and ends within seconds. While a registry is not connected,
/// as when the machine slept or the cluster is away, it is left alone. Who may not look is told
/// nothing.
final class VolumeSchedule implements AutoCloseable {
  static final Duration EVERY = Duration.ofMinutes(30);

  private static final Logger LOG = LoggerFactory.getLogger(VolumeSchedule.class);
  private static final long TURN_MILLIS = 5000;

  private final Workspaces workspaces;
  private final SettingsFile settings;
  private final VolumeNotices told = new VolumeNotices();
  private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
  private final Map<Volume, Instant> due = new HashMap<>();
  private final Thread thread;

  private record Volume(String context, String namespace) {}

  VolumeSchedule(Workspaces workspaces, SettingsFile settings) {
    this.workspaces = workspaces;
    this.settings = settings;
    this.thread = Thread.ofVirtual().name("volumes").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(TURN_MILLIS);
        look(Instant.now());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Looks at those whose time it is.
  void look(Instant now) throws InterruptedException {
    Set<Volume> connected = new HashSet<>();
    for (Workspace workspace : workspaces.all().get()) {
      for (RegistryForward each : workspace.mesh().all().get()) {
        if (each.registry() instanceof RegistryPlace.InCluster in
            && each.state().get() instanceof ConnectionState.Connected) {
          Volume volume = new Volume(workspace.context().name(), in.namespace());
          connected.add(volume);
          if (!due.getOrDefault(volume, now).isAfter(now)) {
            due.put(volume, now.plus(EVERY));
            look(workspace, volume);
          }
        }
      }
    }
    // Connected again, it is looked at again; until then nobody knows.
    due.keySet().retainAll(connected);
    for (Workspace workspace : workspaces.all().get()) {
      workspace.volumes().update(before -> those(connected, workspace, before));
    }
  }

  private static Map<String, Finding> those(
      Set<Volume> connected, Workspace workspace, Map<String, Finding> all) {
    Map<String, Finding> kept = new HashMap<>(all);
    String context = workspace.context().name();
    kept.keySet().removeIf(each -> !connected.contains(new Volume(context, each)));
    return Map.copyOf(kept);
  }

  private void look(Workspace workspace, Volume volume) throws InterruptedException {
    Optional<Finding> found;
    StackOptions options;
    try {
      options =
          workspace
              .stack()
              .locate(
                  Optional.empty(),
                  Optional.of(volume.namespace()),
                  StackOptions.of(settings.settings().get()));
      found = workspace.stack().volume(options);
    } catch (MooringException e) {
      LOG.debug("The volume was not looked at", e);
      return;
    }
    workspace
        .volumes()
        .update(
            before -> {
              Map<String, Finding> next = new HashMap<>(before);
              next.remove(volume.namespace());
              found.ifPresent(each -> next.put(volume.namespace(), each));
              return Map.copyOf(next);
            });
    found
        .flatMap(
            each ->
                told.look(volume.context() + '\n' + volume.namespace(), options.registry(), each))
        .filter(each -> settings.settings().get().notifications())
        .ifPresent(notices::add);
  }

  /// What the user is to be told next.
  Optional<Notice> next() {
    return Optional.ofNullable(notices.poll());
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
