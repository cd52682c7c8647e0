package dev.mooring.desktop.registry;

import dev.mooring.cluster.Cluster;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.copy.ImageCopies;
import dev.mooring.desktop.registry.deploy.Deployments;
import dev.mooring.desktop.registry.image.ImageViewModel;
import dev.mooring.desktop.registry.local.LocalImageViewModel;
import dev.mooring.desktop.registry.source.Source;
import dev.mooring.desktop.registry.source.Sources;
import dev.mooring.desktop.registry.tags.TagsViewModel;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Registry;
import dev.mooring.registry.layer.Layers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import org.jspecify.annotations.Nullable;

/// The sources of images side by side, and of the chosen one a repository, its tags, and details.
public final class ImagesViewModel implements AutoCloseable {
  private final Cluster cluster;
  private final Sources sources;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;

  private final SourceChoice choice;
  private final ListedTags tags;
  private final Layers layers;
  private final TagsViewModel past;

  /// Ends what is read of the image that is open.
  private Runnable leaving = () -> {};

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
    this.tags = new ListedTags(cluster, reads, ui);
    past = new TagsViewModel(() -> registry().orElse(null), this::needs, this::refresh, reads, ui);
    choice = new SourceChoice(sources, this::forget, this::awaitTags);
    tags.rows().onValue(all -> past.read(source().get().key(), repository().get()));
    choice.begin();
  }

  private TagsViewModel.Needs needs() {
    Set<String> hosts = source().get().hosts();
    return (registry, from, tags) ->
        PodsOfImage.demandNone(
            RunningImages.of(cluster, hosts),
            registry,
            from,
            tags,
            tag -> new Remedy.Advice(Messages.of("switch-the-pods-first")));
  }

  public Sources sources() {
    return sources;
  }

  /// The source whose images are in view.
  public ReadOnlyObjectProperty<Source> source() {
    return choice.source();
  }

  /// Whether the source in view can be asked.
  public ReadOnlyBooleanProperty connected() {
    return choice.connected();
  }

  /// The chosen repository; empty for none.
  public ReadOnlyStringProperty repository() {
    return choice.repository();
  }

  public Fetched<List<TagRow>> tags() {
    return tags.rows();
  }

  /// What is in view of the tags: that is read.
  public void look(List<TagRow> seen) {
    tags.look(seen);
  }

  /// What is selected: that is read, too.
  void select(List<TagRow> rows) {
    tags.select(rows);
  }

  /// Whether somebody waits for the tags in view.
  boolean isReading() {
    return tags.isReading();
  }

  /// Whether it is known what pods use.
  boolean isUseKnown() {
    return tags.isUseKnown();
  }

  /// Told when more is known of tags, at most once a frame.
  void onFilled(Runnable told) {
    tags.onFilled(told);
  }

  /// "localhost:5000": what stands before a repository in a pull.
  public String host() {
    return source().get().host();
  }

  /// "localhost:5000/ana/app:1".
  String name(TagRow row) {
    String host = host();
    return (host.isEmpty() ? "" : host + "/") + repository().get() + ":" + row.tag();
  }

  /// The registry in view; empty where it isn't connected, or the source is none.
  Optional<Registry> registry() {
    return source().get().registry();
  }

  public void connect() {
    source().get().connect();
  }

  /// Reads all that somebody can see again.
  public void refresh() {
    choice.refresh();
    tags.read(source().get(), repository().get());
  }

  void shown() {
    choice.shown();
  }

  /// Brings a source into view that may have nothing to choose from.
  public void choose(Source next) {
    choice.choose(next);
  }

  public void choose(Source from, String name) {
    choice.choose(from, name);
  }

  /// The registry that images are brought into.
  Source target() {
    return choice.target();
  }

  private void forget() {
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
    if (inside.isEmpty() || !row.isValid()) {
      return null;
    }
    ImageSummary summary = row.summary();
    String reference = summary == null ? row.tag() : summary.digest().text();
    ImageViewModel open = new ImageViewModel(inside.get(), reference, layers, jobs, reads, ui);
    leaving = open::close;
    return open;
  }

  /// The same for an image of an engine; empty for those of registries.
  Optional<LocalImageViewModel> openLocal(TagRow row) {
    leave();
    Optional<LocalImageViewModel> open =
        source().get().local().map(of -> new LocalImageViewModel(of, name(row), reads, ui));
    open.ifPresent(each -> leaving = each::close);
    return open;
  }

  /// Ends what is read of the image that is open.
  void leave() {
    Runnable before = leaving;
    leaving = () -> {};
    before.run();
  }

  /// Writes an image of the chosen repository to an archive.
  void export(String tag, Path archive) {
    ImageReference image = ImageReference.parse(repository().get() + ":" + tag);
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
        () -> registry().orElse(null), () -> repository().get(), this::refresh, jobs, reads, ui);
  }

  /// Images of the connected registry, and how they get to other places.
  ImageCopies copies() {
    return new ImageCopies(
        () -> registry().orElse(null),
        this::others,
        source().get().ways().settings(),
        this::refresh,
        jobs,
        ui);
  }

  /// The other connected registries of the cluster.
  private Map<String, Registry> others() {
    Map<String, Registry> others = new LinkedHashMap<>();
    sources.all().stream()
        .filter(each -> each.isConnectable() && !each.equals(source().get()))
        .forEach(each -> each.registry().ifPresent(known -> others.put(each.host(), known)));
    return others;
  }

  /// What leads to a source, and to a repository of it, as the destination of a copy: "company/";
  /// empty where nothing can be copied to it from here.
  Optional<String> destination(Source to, String name) {
    boolean there = to.equals(source().get()) && name.equals(repository().get());
    if (registry().isEmpty() || there) {
      return Optional.empty();
    }
    if (to.equals(source().get())) {
      return Optional.of(name);
    }
    if (to.isConnectable()) {
      return to.registry().map(known -> to.host() + "/" + name);
    }
    return to.whyNoRegistry().isEmpty() ? Optional.of(to.name() + "/" + name) : Optional.empty();
  }

  /// The repository in view, as a place to look into; empty where nobody can.
  Optional<ImageSource> inside() {
    String from = repository().get();
    return from.isEmpty()
        ? Optional.empty()
        : source().get().contents().flatMap(now -> now.inside(from));
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
            source().get().hostOnNodes(),
            source().get().hosts(),
            repository().get(),
            summary == null ? row.tag() : summary.digest().text());
  }

  private void awaitTags() {
    tags.await(source().get(), repository().get());
  }

  @Override
  public void close() {
    forget();
    choice.close();
    sources.close();
  }
}
