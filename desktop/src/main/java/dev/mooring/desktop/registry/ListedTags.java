package dev.mooring.desktop.registry;

import dev.mooring.cluster.Cluster;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.source.Contents;
import dev.mooring.desktop.registry.source.Source;
import dev.mooring.job.Jobs;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.Names;
import dev.mooring.registry.browse.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The tags of a repository as rows, each read once somebody looks at it. On the UI's thread.
final class ListedTags {
  private final Cluster cluster;
  private final Fetched<List<TagRow>> tags;
  private final Fetched<Usage> usage;
  private final TagFill fill;
  private final List<Runnable> onFilled = new ArrayList<>();
  private Map<String, TagRow> rows = new HashMap<>();
  private @Nullable Contents contents;
  private String from = "";
  private String repository = "";

  /// @param cluster whose pods use images
  ListedTags(Cluster cluster, Jobs reads, Ui ui) {
    this.cluster = cluster;
    tags = new Fetched<>(Messages.of("reading-the-tags"), reads, ui);
    usage = new Fetched<>(Messages.of("reading-what-runs"), reads, ui);
    Consumer<Object> eachFrame = ui.newest(ignored -> onFilled.forEach(Runnable::run));
    fill = new TagFill(reads, ui, () -> eachFrame.accept(this));
    usage.onValue(fill::use);
    tags.onValue(this::came);
  }

  Fetched<List<TagRow>> rows() {
    return tags;
  }

  /// What is in view: that is read.
  void look(List<TagRow> seen) {
    fill.look(seen);
  }

  /// What is selected: that is read, too.
  void select(List<TagRow> rows) {
    fill.select(rows);
  }

  /// Whether somebody waits for what is in view.
  boolean isReading() {
    return tags.isRunning() || fill.isReading();
  }

  /// Whether it is known what pods use.
  boolean isUseKnown() {
    return usage.value() != null;
  }

  /// Told when more is known of rows, at most once a frame.
  void onFilled(Runnable told) {
    onFilled.add(told);
  }

  /// Lists those of a repository, unless they are on their way.
  void await(Source source, String name) {
    boolean same = from.equals(source.key() + " ") && repository.equals(name);
    if (!same || !tags.isRunning()) {
      read(source, name);
    }
  }

  /// Lists those of a repository as they are from now on, where its source can be asked.
  void read(Source source, String name) {
    Optional<Contents> now = source.contents();
    if (now.isEmpty() || name.isEmpty()) {
      return;
    }
    contents = now.get();
    from = source.key() + " ";
    repository = name;
    Set<String> hosts = source.hosts();
    usage.fetch(progress -> RunningImages.of(cluster, hosts));
    tags.fetch(progress -> named(now.get(), name), this::kept);
  }

  /// Ends what is read.
  void clear() {
    fill.stop();
    tags.clear();
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

  private void came(List<TagRow> named) {
    if (contents != null) {
      fill.begin(contents, repository, named);
    }
  }
}
