package dev.mooring.desktop.registry.source;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.job.Jobs;
import dev.mooring.job.Subscription;
import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/// All sources of a context, side by side: the cluster's registries, those that the user added, and
/// the engine of this machine. On the UI's thread.
public final class Sources implements AutoCloseable {
  private final ObservableList<ClusterSource> cluster;
  private final ListChangeListener<ClusterSource> moved = change -> together();
  private final Map<String, SavedSource> saved = new LinkedHashMap<>();
  private final EngineSource engine;
  private final ImageSources ways;
  private final Kept kept;
  private final SeenNames names;
  private final Jobs reads;
  private final Ui ui;
  private final Subscription following;
  private final ObservableList<Source> all = FXCollections.observableArrayList();
  private final ObservableList<Source> shown = FXCollections.unmodifiableObservableList(all);

  /// @param cluster the cluster's registries, the default one first; closed by their owner
  /// @param ways of this machine
  /// @param names learn of images, for the shells
  public Sources(
      ObservableList<ClusterSource> cluster,
      ImageSources ways,
      SettingsFile settings,
      SeenNames names,
      Jobs reads,
      Ui ui) {
    this.cluster = cluster;
    this.ways = ways;
    this.names = names;
    this.kept = new Kept(settings);
    this.reads = reads;
    this.ui = ui;
    engine = new EngineSource(ways, reads, ui);
    cluster.addListener(moved);
    follow(settings.settings().get());
    following = settings.settings().subscribe(ui.newest(this::follow));
  }

  private void follow(Settings now) {
    Map<String, NamedRegistry> wanted = new LinkedHashMap<>();
    NamedRegistries.all(now).forEach(each -> wanted.put(each.name(), each));
    boolean changed = !List.copyOf(saved.keySet()).equals(List.copyOf(wanted.keySet()));
    for (SavedSource each : List.copyOf(saved.values())) {
      if (!each.saved().equals(wanted.get(each.saved().name()))) {
        saved.remove(each.saved().name());
        each.close();
        changed = true;
      }
    }
    if (changed || all.isEmpty()) {
      Map<String, SavedSource> before = new LinkedHashMap<>(saved);
      saved.clear();
      wanted.forEach(
          (name, registry) ->
              saved.put(name, before.containsKey(name) ? before.get(name) : made(registry)));
      together();
    }
  }

  private SavedSource made(NamedRegistry registry) {
    return new SavedSource(registry, ways, kept, names.imagesIn(registry.name()), reads, ui);
  }

  private void together() {
    List<Source> now = new ArrayList<>(cluster);
    now.addAll(saved.values());
    now.add(engine);
    all.setAll(now);
  }

  /// In the order of the list; changes as registries come and go.
  public ObservableList<Source> all() {
    return shown;
  }

  /// Whether its repositories are in view, or would be.
  public boolean isInView(Source source) {
    return !kept.isFolded(source.key(), false);
  }

  TagCounts counts(BooleanSupplier later, Runnable changed) {
    return new TagCounts(reads, ui, later, changed);
  }

  /// What the list remembers.
  public Kept kept() {
    return kept;
  }

  @Override
  public void close() {
    following.close();
    cluster.removeListener(moved);
    saved.values().forEach(SavedSource::close);
    engine.close();
  }
}
