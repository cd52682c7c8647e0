package dev.mooring.desktop.registry;

import dev.mooring.cluster.Cluster;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.copy.ImageCopies;
import dev.mooring.desktop.registry.deploy.Deployments;
import dev.mooring.desktop.registry.image.ImageViewModel;
import dev.mooring.desktop.registry.source.Contents;
import dev.mooring.desktop.registry.source.RepositoryNames;
import dev.mooring.desktop.registry.source.Source;
import dev.mooring.desktop.registry.source.Sources;
import dev.mooring.desktop.registry.tags.TagsViewModel;
import dev.mooring.job.Jobs;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Names;
import dev.mooring.registry.Registry;
import dev.mooring.registry.browse.Usage;
import dev.mooring.registry.layer.Layers;
import dev.mooring.stack.Stack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The sources of images side by side, and of the chosen one a repository, its tags, and details.
public final class ImagesViewModel implements AutoCloseable {
  private final Cluster cluster;
  private final Sources sources;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;

  private final ReadOnlyObjectWrapper<Source> source;
  private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper repository = new ReadOnlyStringWrapper("");
  private final Fetched<List<TagRow>> tags;
  private final Fetched<Usage> usage;
  private final TagFill fill;
  private final List<Runnable> onFilled = new ArrayList<>();
  private Map<String, TagRow> rows = new HashMap<>();
  private final Layers layers;
  private final ListChangeListener<Source> moved = change -> sourcesMoved();
  private Subscription following = Subscription.EMPTY;
  private final TagsViewModel past;
  private @Nullable ImageViewModel open;
  private boolean wasShown;

  /// @param sources closed with this
  /// @param layers what the layers of images hold
  public ImagesViewModel(
      Cluster cluster, Sources sources, Layers layers, Jobs jobs, Jobs reads, Ui ui) {
    this.cluster = cluster;
    this.sources = sources;
    this.layers = layers;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
    this.tags = new Fetched<>(Messages.of("reading-the-tags"), reads, ui);
    this.usage = new Fetched<>(Messages.of("reading-what-runs"), reads, ui);
    Consumer<Object> eachFrame = ui.newest(ignored -> onFilled.forEach(Runnable::run));
    this.fill = new TagFill(reads, ui, () -> eachFrame.accept(this));
    usage.onValue(fill::use);
    tags.onValue(this::tagsCame);
    past = new TagsViewModel(() -> registry().orElse(null), this::refresh, reads, ui);
    source = new ReadOnlyObjectWrapper<>(sources.all().getFirst());
    sources.all().addListener(moved);
    follow();
    repositoriesCame(source.get().repositories().face().get());
  }

  private void sourcesMoved() {
    if (!sources.all().contains(source.get())) {
      choose(sources.all().getFirst());
    }
    if (wasShown) {
      readUnread();
    }
  }

  private void readUnread() {
    sources.all().stream()
        .filter(sources::isInView)
        .filter(each -> each.repositories().value() == null)
        .forEach(Source::read);
  }

  private void follow() {
    following.unsubscribe();
    Source now = source.get();
    connected.set(now.reachable().get());
    following =
        Subscription.combine(
            now.reachable().subscribe((before, after) -> reachableMoved(after)),
            now.repositories().face().subscribe((before, after) -> repositoriesCame(after)));
  }

  public Sources sources() {
    return sources;
  }

  /// The source whose images are in view.
  public ReadOnlyObjectProperty<Source> source() {
    return source.getReadOnlyProperty();
  }

  /// Whether the source in view can be asked.
  public ReadOnlyBooleanProperty connected() {
    return connected.getReadOnlyProperty();
  }

  /// The chosen repository; empty for none.
  public ReadOnlyStringProperty repository() {
    return repository.getReadOnlyProperty();
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
    return source.get().host();
  }

  /// "localhost:5000/ana/app:1".
  String name(TagRow row) {
    String host = host();
    return (host.isEmpty() ? "" : host + "/") + repository.get() + ":" + row.tag();
  }

  /// The registry in view; empty where it isn't connected, or the source is none.
  Optional<Registry> registry() {
    return source.get().registry();
  }

  public void connect() {
    source.get().connect();
  }

  /// Reads all that somebody can see again.
  public void refresh() {
    sources.all().stream().filter(sources::isInView).forEach(Source::read);
    readTags();
  }

  /// Reads what nobody has read, and what changes behind one's back: others push meanwhile.
  void shown() {
    wasShown = true;
    if (!connected.get() && repository.get().isEmpty()) {
      sources.all().stream()
          .filter(each -> each.isConnectable() && each.reachable().get())
          .findFirst()
          .ifPresent(this::choose);
    }
    sources.all().stream()
        .filter(sources::isInView)
        .filter(each -> each.isConnectable() && each.repositories().value() != null)
        .forEach(Source::read);
    readUnread();
    readTags();
  }

  /// Brings a source into view that may have nothing to choose from.
  public void choose(Source next) {
    if (!next.equals(source.get())) {
      source.set(next);
      repository.set("");
      forget();
      follow();
      repositoriesCame(next.repositories().face().get());
    }
  }

  public void choose(Source from, String name) {
    if (!from.equals(source.get())) {
      source.set(from);
      repository.set(name);
      forget();
      follow();
    } else if (!name.equals(repository.get())) {
      repository.set(name);
      forget();
    }
    readTags();
  }

  private void forget() {
    fill.stop();
    tags.clear();
    leave();
  }

  /// Looks into an image of the chosen repository: the one that its row is about, wherever its tag
  /// has gone meanwhile. Another one that is open is left.
  ///
  /// @return null where nobody can look into it
  @Nullable ImageViewModel open(TagRow row) {
    leave();
    Optional<ImageSource> inside = inside();
    if (inside.isPresent() && row.isValid()) {
      ImageSummary summary = row.summary();
      String reference = summary == null ? row.tag() : summary.digest().text();
      open = new ImageViewModel(inside.get(), reference, layers, jobs, reads, ui);
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
    ImageReference image = ImageReference.parse(repository.get() + ":" + tag);
    registry()
        .ifPresent(
            now ->
                jobs.start(
                    Messages.of("exporting", image),
                    progress -> now.pull(image, archive, progress),
                    digest -> Messages.of("exported-to", archive)));
  }

  /// What tags of the chosen repository named.
  TagsViewModel past() {
    return past;
  }

  /// How tags of the chosen repository go, and come back.
  TagRemovals removals() {
    return new TagRemovals(
        () -> registry().orElse(null), repository::get, this::refresh, jobs, reads, ui);
  }

  /// Images of the connected registry, and how they get to other places.
  ImageCopies copies() {
    return new ImageCopies(
        () -> registry().orElse(null),
        this::others,
        source.get().ways().settings(),
        this::refresh,
        jobs,
        ui);
  }

  /// The other connected registries of the cluster.
  private Map<String, Registry> others() {
    Map<String, Registry> others = new LinkedHashMap<>();
    sources.all().stream()
        .filter(each -> each.isConnectable() && !each.equals(source.get()))
        .forEach(each -> each.registry().ifPresent(known -> others.put(each.host(), known)));
    return others;
  }

  /// What leads to a source, and to a repository of it, as the destination of a copy: "company/";
  /// empty where nothing can be copied to it from here.
  Optional<String> destination(Source to, String name) {
    boolean there = to.equals(source.get()) && name.equals(repository.get());
    if (registry().isEmpty() || there) {
      return Optional.empty();
    }
    if (to.equals(source.get())) {
      return Optional.of(name);
    }
    if (to.isConnectable()) {
      return to.registry().map(known -> to.host() + "/" + name);
    }
    return to.whyNoRegistry().isEmpty() ? Optional.of(to.name() + "/" + name) : Optional.empty();
  }

  /// The repository in view, as a place to look into; empty where nobody can.
  Optional<ImageSource> inside() {
    return source.get().contents().flatMap(now -> now.inside(repository.get()));
  }

  /// What is compared with one another.
  ///
  /// @param selected rows of the chosen repository
  ComparedRows compared(Supplier<List<TagRow>> selected) {
    return new ComparedRows(selected, this, layers, reads, ui);
  }

  /// Images of this machine, and how they get into the registry.
  ImagePushes pushes() {
    Source target = target();
    return new ImagePushes(
        target.ways(), () -> target.registry().orElse(null), this::refresh, jobs, reads, ui);
  }

  /// Images of public registries, and how they get into this one.
  ImageMirrors mirrors() {
    Source target = target();
    return new ImageMirrors(
        target.ways(), () -> target.registry().orElse(null), this::refresh, jobs, ui);
  }

  /// Its images in workloads.
  Deployments deployments() {
    return new Deployments(cluster, jobs, reads, ui, this::refresh);
  }

  /// Where an image of the chosen repository could run, by the name that nodes have for it: the one
  /// that its row is about.
  ///
  /// @return null where there is no registry that nodes could pull it from
  @Nullable Fetched<Deployments.Offer> offer(TagRow row) {
    Optional<Registry> now = registry();
    if (now.isEmpty()) {
      return null;
    }
    ImageSummary summary = row.summary();
    return deployments()
        .offer(
            now.get(),
            source.get().hostOnNodes(),
            source.get().hosts(),
            repository.get(),
            summary == null ? row.tag() : summary.digest().text());
  }

  /// The registry that images are brought into: the one in view; else the first of the cluster's
  /// that is connected.
  Source target() {
    return source.get().registry().isPresent()
        ? source.get()
        : sources.all().stream()
            .filter(each -> each.isConnectable() && each.reachable().get())
            .findFirst()
            .orElse(source.get());
  }

  private void reachableMoved(boolean now) {
    if (!now) {
      forget();
    }
    connected.set(now);
    if (now) {
      readTags();
    }
  }

  private void repositoriesCame(Face<RepositoryNames> face) {
    if (face instanceof Face.Full<RepositoryNames> full) {
      List<String> names = full.value().names();
      if (!names.contains(repository.get())) {
        Optional<String> first = names.stream().filter(each -> !Stack.owns(each)).findFirst();
        if (first.isPresent()) {
          choose(source.get(), first.get());
        } else {
          repository.set("");
          forget();
        }
      }
    }
  }

  private void readTags() {
    Source now = source.get();
    Optional<Contents> contents = now.contents();
    String from = repository.get();
    if (contents.isEmpty() || from.isEmpty()) {
      return;
    }
    Set<String> hosts = now.hosts();
    usage.fetch(progress -> RunningImages.of(cluster, hosts));
    tags.fetch(progress -> named(contents.get(), from), this::kept);
  }

  private static List<TagRow> named(Contents contents, String repository)
      throws InterruptedException {
    Names names = contents.tags(repository);
    Map<String, Contents.LastPush> pushes = contents.pushes(repository);
    List<TagRow> named = new ArrayList<>();
    for (String tag : names.valid()) {
      TagRow row = new TagRow(repository, tag);
      row.pushed(pushes.get(tag));
      named.add(row);
    }
    // What can be no tag is shown, and nothing more is asked of it.
    for (ImageRow odd : names.odd()) {
      TagRow row = new TagRow(repository, odd.tag());
      row.came(odd, Usage.none());
      named.add(row);
    }
    return named;
  }

  /// Rows that are on screen stay the same while they are read anew.
  private List<TagRow> kept(List<TagRow> named) {
    String from = source.get().key() + " ";
    Map<String, TagRow> next = new LinkedHashMap<>();
    for (TagRow each : named) {
      TagRow before = rows.get(from + each);
      if (before != null) {
        before.pushed(each.push());
      }
      next.put(from + each, before == null ? each : before);
    }
    rows = next;
    return List.copyOf(next.values());
  }

  private void tagsCame(List<TagRow> named) {
    source.get().contents().ifPresent(now -> fill.begin(now, repository.get(), named));
    past.read(source.get().key(), repository.get());
  }

  @Override
  public void close() {
    forget();
    following.unsubscribe();
    sources.all().removeListener(moved);
    sources.close();
  }
}
