package dev.mooring.desktop.registry;

import dev.mooring.cluster.Cluster;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.fx.Words;
import dev.mooring.document.Document;
import dev.mooring.engine.Engine;
import dev.mooring.job.Jobs;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Registry;
import dev.mooring.registry.Usage;
import dev.mooring.stack.Stack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ChangeListener;
import org.jspecify.annotations.Nullable;

/// Repositories, tags and details of the connected registry.
public final class ImagesViewModel implements AutoCloseable {
  private final Cluster cluster;
  private final IntFunction<Registry> registries;
  private final Supplier<List<Engine>> engines;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;
  private final Runnable connect;
  private final ReadOnlyObjectProperty<ConnectionState> connection;
  private final ChangeListener<ConnectionState> moved = (_, _, now) -> connectionMoved(now);

  private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper repository = new ReadOnlyStringWrapper("");
  private final Fetched<List<String>> repositories;
  private final Fetched<List<TagRow>> tags;
  private final Fetched<Document> detail;
  private @Nullable Registry registry;
  private int port;

  /// A tag and what is known of it.
  ///
  /// @param running pods that run it: "ana/app-7d9f"
  /// @param problem why the image could not be read, or not completely; null when it could
  public record TagRow(
      String tag,
      @Nullable ImageSummary summary,
      List<String> running,
      @Nullable Problem problem) {}

  /// An image of an engine on this machine.
  public record LocalImage(Engine engine, String name, long size) {}

  /// @param connection to the registry in view; changes on the window's thread
  /// @param registries a client for the registry on a local port
  /// @param engines Docker and Podman, where they run; called in the background
  /// @param connect what the page's Connect does
  public ImagesViewModel(
      Cluster cluster,
      ReadOnlyObjectProperty<ConnectionState> connection,
      IntFunction<Registry> registries,
      Supplier<List<Engine>> engines,
      Jobs jobs,
      Jobs reads,
      Ui ui,
      Runnable connect) {
    this.cluster = cluster;
    this.registries = registries;
    this.engines = engines;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
    this.connect = connect;
    this.repositories = new Fetched<>(Messages.of("reading-the-repositories"), reads, ui);
    this.tags = new Fetched<>(Messages.of("reading-the-tags"), reads, ui);
    this.detail = new Fetched<>(Messages.of("reading-the-image"), reads, ui);
    repositories.onValue(this::repositoriesCame);
    this.connection = connection;
    connection.addListener(moved);
    connectionMoved(connection.get());
  }

  public ReadOnlyBooleanProperty connected() {
    return connected.getReadOnlyProperty();
  }

  /// The chosen repository; empty for none.
  public ReadOnlyStringProperty repository() {
    return repository.getReadOnlyProperty();
  }

  public Fetched<List<String>> repositories() {
    return repositories;
  }

  public Fetched<List<TagRow>> tags() {
    return tags;
  }

  public Fetched<Document> detail() {
    return detail;
  }

  /// "localhost:5000": what stands before a repository in a pull.
  public String host() {
    return Words.localhost(port);
  }

  public void connect() {
    connect.run();
  }

  public void refresh() {
    Registry now = registry;
    if (now != null) {
      repositories.fetch(
          progress ->
              now.repositories().stream()
                  .filter(each -> !each.equals(Stack.PROBE_REPOSITORY))
                  .toList());
    }
  }

  public void choose(String name) {
    if (!name.equals(repository.get())) {
      repository.set(name);
      tags.clear();
      detail.clear();
    }
    readTags();
  }

  public void inspect(TagRow row) {
    Registry now = registry;
    String from = repository.get();
    if (now != null) {
      detail.clear();
      detail.fetch(progress -> now.inspect(from, row.tag()));
    }
  }

  /// Asks what deleting a tag takes with it.
  public Fetched<Registry.Removal> planRemoval(TagRow row) {
    Fetched<Registry.Removal> plan =
        new Fetched<>(Messages.of("listing-what-deleting-removes", row.tag()), reads, ui);
    Registry now = registry;
    String from = repository.get();
    if (now != null) {
      plan.fetch(progress -> now.planRemoval(from, row.tag()));
    }
    return plan;
  }

  public void remove(Registry.Removal plan) {
    Registry now = registry;
    if (now != null) {
      jobs.start(
          Messages.of("deleting", Deletion.name(plan)),
          progress -> {
            now.remove(plan);
            ui.execute(this::refresh);
            return "";
          },
          ignored -> String.join(". ", Deletion.done(plan)));
    }
  }

  /// Lists the images on this machine.
  public Fetched<List<LocalImage>> localImages() {
    Fetched<List<LocalImage>> images =
        new Fetched<>(Messages.of("reading-local-images"), reads, ui);
    images.fetch(
        progress -> {
          List<LocalImage> found = new ArrayList<>();
          for (Engine engine : engines.get()) {
            for (Engine.LocalImage image : engine.images()) {
              image.names().forEach(n -> found.add(new LocalImage(engine, n, image.size())));
            }
          }
          return List.copyOf(found);
        });
    return images;
  }

  /// The name under which an image goes into this registry: its own without another host.
  public static String suggestedName(String local) {
    try {
      ImageReference reference = ImageReference.parse(local);
      return reference.repository()
          + ":"
          + (reference.tag().isEmpty() ? "latest" : reference.tag());
    } catch (MooringException e) {
      return local;
    }
  }

  /// Pushes an image of an engine.
  public void push(LocalImage image, String as) {
    pushing(
        as,
        (target, reference, progress) ->
            EngineImage.push(image.engine(), image.name(), target, reference, progress));
  }

  public void push(Path archive, String as) {
    pushing(as, (target, reference, progress) -> target.push(archive, reference, progress));
  }

  private interface Push {
    Digest push(Registry target, ImageReference as, dev.mooring.job.Progress progress)
        throws InterruptedException;
  }

  private void pushing(String as, Push push) {
    Registry now = registry;
    if (now == null) {
      return;
    }
    jobs.start(
        Messages.of("pushing", as),
        progress -> {
          Digest digest = push.push(now, ImageReference.parse(as), progress);
          ui.execute(this::refresh);
          return digest;
        },
        digest -> Messages.of("pushed", digest.brief()));
  }

  private void connectionMoved(ConnectionState state) {
    List<java.net.InetSocketAddress> listening =
        switch (state) {
          case ConnectionState.Connected c -> c.listening();
          case ConnectionState.Degraded d -> d.listening();
          default -> List.of();
        };
    int now = listening.isEmpty() ? 0 : listening.getFirst().getPort();
    if (now == port) {
      return;
    }
    port = now;
    registry = now == 0 ? null : registries.apply(now);
    repositories.clear();
    tags.clear();
    detail.clear();
    connected.set(now != 0);
    refresh();
  }

  private void repositoriesCame(List<String> names) {
    if (names.isEmpty()) {
      repository.set("");
    } else if (names.contains(repository.get())) {
      readTags();
    } else {
      choose(names.getFirst());
    }
  }

  private void readTags() {
    Registry now = registry;
    String from = repository.get();
    if (now == null || from.isEmpty()) {
      return;
    }
    tags.fetch(
        progress -> {
          Usage usage = RunningImages.of(cluster);
          return now.rows(from).stream().map(row -> row(row, usage)).toList();
        });
  }

  private static TagRow row(ImageRow row, Usage usage) {
    return new TagRow(
        row.tag(),
        row.summary().orElse(null),
        row.summary().map(usage::pods).orElse(List.of()),
        row.problem().orElse(null));
  }

  @Override
  public void close() {
    connection.removeListener(moved);
  }
}
