package dev.mooring.desktop.registry;

import dev.mooring.cluster.Cluster;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.pod.KnownImages;
import dev.mooring.desktop.registry.deploy.Deployments;
import dev.mooring.desktop.registry.image.ImageViewModel;
import dev.mooring.job.Jobs;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Registry;
import dev.mooring.registry.browse.Usage;
import dev.mooring.registry.layer.Layers;
import dev.mooring.stack.Stack;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ChangeListener;
import org.jspecify.annotations.Nullable;

/// Repositories, tags and details of the connected registry.
public final class ImagesViewModel implements AutoCloseable {
  private final Cluster cluster;
  private final IntFunction<Registry> registries;
  private final ImageSources sources;
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
  private final Fetched<Usage> usage;
  private final TagFill fill;
  private final List<Runnable> onFilled = new ArrayList<>();
  private Map<String, TagRow> rows = new HashMap<>();
  private final Layers layers;
  private final ReadOnlyObjectWrapper<KnownImages> known =
      new ReadOnlyObjectWrapper<>(KnownImages.nothing());
  private final IntSupplier nodePort;
  private final NewerTags newer;
  private @Nullable Registry registry;
  private @Nullable ImageViewModel open;
  private int port;

  /// @param connection to the registry in view; changes on the window's thread
  /// @param registries a client for the registry on a local port
  /// @param nodePort under which nodes pull from it
  /// @param sources what this machine can push
  /// @param layers what the layers of images hold
  /// @param connect what the page's Connect does
  public ImagesViewModel(
      Cluster cluster,
      ReadOnlyObjectProperty<ConnectionState> connection,
      IntFunction<Registry> registries,
      IntSupplier nodePort,
      ImageSources sources,
      Layers layers,
      Jobs jobs,
      Jobs reads,
      Ui ui,
      Runnable connect) {
    this.cluster = cluster;
    this.registries = registries;
    this.sources = sources;
    this.layers = layers;
    this.nodePort = nodePort;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
    this.connect = connect;
    this.connection = connection;
    this.repositories = new Fetched<>(Messages.of("reading-the-repositories"), reads, ui);
    this.tags = new Fetched<>(Messages.of("reading-the-tags"), reads, ui);
    this.usage = new Fetched<>(Messages.of("reading-what-runs"), reads, ui);
    Consumer<Object> eachFrame = ui.newest(ignored -> onFilled.forEach(Runnable::run));
    this.fill = new TagFill(reads, ui, () -> eachFrame.accept(this));
    usage.onValue(fill::use);
    tags.onValue(this::tagsCame);
    repositories.onValue(this::repositoriesCame);
    repositories.face().addListener((p, before, now) -> know());
    connection.addListener(moved);
    newer = new NewerTags(() -> registry, known(), reads, ui);
    know();
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

  /// What is in view of the tags: that is read.
  public void look(List<TagRow> seen) {
    fill.look(seen);
  }

  /// Whether it is known what pods use.
  boolean isUseKnown() {
    return usage.value() != null;
  }

  /// Told when more is known of tags, at most once a frame.
  void onFilled(Runnable told) {
    onFilled.add(told);
  }

  /// "localhost:5000": what stands before a repository in a pull.
  public String host() {
    return Words.localhost(port);
  }

  /// "localhost:5000/ana/app:1".
  String name(TagRow row) {
    return host() + "/" + repository.get() + ":" + row.tag();
  }

  public void connect() {
    connect.run();
  }

  public void refresh() {
    Registry now = registry;
    if (now != null) {
      repositories.fetch(
          progress -> now.repositories().stream().filter(each -> !Stack.owns(each)).toList());
    }
  }

  public void choose(String name) {
    if (!name.equals(repository.get())) {
      repository.set(name);
      fill.stop();
      tags.clear();
      leave();
    }
    readTags();
  }

  /// Looks into an image of the chosen repository: the one that its row is about, wherever its tag
  /// has gone meanwhile. Another one that is open is left.
  ///
  /// @return null while no registry is connected
  @Nullable ImageViewModel open(TagRow row) {
    leave();
    Registry now = registry;
    if (now != null) {
      ImageSummary summary = row.summary();
      String reference = summary == null ? row.tag() : summary.digest().text();
      open = new ImageViewModel(now.source(repository.get()), reference, layers, jobs, reads, ui);
    }
    return open;
  }

  /// Ends what is read of the image that is open.
  void leave() {
    ImageViewModel before = open;
    open = null;
    if (before != null) {
      before.close();
    }
  }

  /// Writes an image of the chosen repository to an archive.
  void export(String tag, Path archive) {
    Registry now = registry;
    ImageReference image = ImageReference.parse(repository.get() + ":" + tag);
    if (now != null) {
      jobs.start(
          Messages.of("exporting", image),
          progress -> now.pull(image, archive, progress),
          digest -> Messages.of("exported-to", archive));
    }
  }

  /// How tags of the chosen repository go, and come back.
  TagRemovals removals() {
    return new TagRemovals(() -> registry, repository::get, this::refresh, jobs, reads, ui);
  }

  /// Images of this machine, and how they get into the registry.
  ImagePushes pushes() {
    return new ImagePushes(sources, () -> registry, this::refresh, jobs, reads, ui);
  }

  /// Images of public registries, and how they get into this one.
  ImageMirrors mirrors() {
    return new ImageMirrors(sources, () -> registry, this::refresh, jobs, ui);
  }

  /// Its images in workloads.
  Deployments deployments() {
    return new Deployments(cluster, jobs, reads, ui, this::refresh);
  }

  /// Where an image of the chosen repository could run, by the name that nodes have for it: the one
  /// that its row is about.
  ///
  /// @return null while no registry is connected
  @Nullable Fetched<Deployments.Offer> offer(TagRow row) {
    Registry now = registry;
    if (now == null) {
      return null;
    }
    ImageSummary summary = row.summary();
    return deployments()
        .offer(
            now,
            Words.localhost(nodePort.getAsInt()),
            RunningImages.hosts(nodePort.getAsInt()),
            repository.get(),
            summary == null ? row.tag() : summary.digest().text());
  }

  private void connectionMoved(ConnectionState state) {
    List<InetSocketAddress> listening =
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
    fill.stop();
    tags.clear();
    leave();
    connected.set(now != 0);
    refresh();
  }

  /// What is known of the registry, for those who name its images.
  public ReadOnlyObjectProperty<KnownImages> known() {
    return known.getReadOnlyProperty();
  }

  public NewerTags newer() {
    return newer;
  }

  private void know() {
    known.set(KnownImages.at(nodePort.getAsInt(), port, repositories.value()));
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
    Set<String> hosts = RunningImages.hosts(nodePort.getAsInt());
    usage.fetch(progress -> RunningImages.of(cluster, hosts));
    tags.fetch(
        progress -> now.tags(from).stream().map(tag -> new TagRow(from, tag)).toList(), this::kept);
  }

  /// Rows that are on screen stay the same while they are read anew.
  private List<TagRow> kept(List<TagRow> named) {
    Map<String, TagRow> next = new LinkedHashMap<>();
    for (TagRow each : named) {
      TagRow before = rows.get(each.toString());
      next.put(each.toString(), before == null ? each : before);
    }
    rows = next;
    return List.copyOf(next.values());
  }

  private void tagsCame(List<TagRow> named) {
    Registry now = registry;
    if (now != null) {
      fill.begin(now, repository.get(), named);
    }
  }

  @Override
  public void close() {
    leave();
    connection.removeListener(moved);
    fill.stop();
  }
}
