package dev.mooring.desktop.registry.source;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// How many tags the repositories have that somebody looks at, asked a few at a time and each once
/// until its source is read anew: what has none is a leftover. Used on the UI's thread.
final class TagCounts {
  private static final int AT_ONCE = 2;

  private final Jobs reads;
  private final Ui ui;
  private final BooleanSupplier later;
  private final Consumer<Object> changed;
  private final Map<String, Contents.Count> known = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final Deque<SourceLine.Repository> waiting = new ArrayDeque<>();
  private int running;

  /// @param later whether somebody waits for something else, which comes first
  /// @param changed told that more is known, at most once a frame
  TagCounts(Jobs reads, Ui ui, BooleanSupplier later, Runnable changed) {
    this.reads = reads;
    this.ui = ui;
    this.later = later;
    this.changed = ui.newest(ignored -> changed.run());
  }

  Optional<Contents.Count> of(SourceLine.Repository line) {
    return Optional.ofNullable(known.get(line.id()));
  }

  /// What is in view now; who is out of view waits until it comes back.
  void look(List<SourceLine> lines) {
    waiting.clear();
    for (SourceLine each : lines) {
      if (each instanceof SourceLine.Repository line && !asked.contains(line.id())) {
        waiting.add(line);
      }
    }
    goOn();
  }

  /// Somebody listed the tags.
  void counted(Source source, String repository, int tags) {
    String id = SourceLine.Repository.id(source, repository);
    asked.add(id);
    Contents.Count now = new Contents.Count(tags, false);
    if (!now.equals(known.put(id, now))) {
      changed.accept(this);
    }
  }

  /// A source is read anew: what was counted stays in view, and is counted again.
  void again() {
    asked.clear();
  }

  /// What waited may be asked now.
  void goOn() {
    while (!later.getAsBoolean() && running < AT_ONCE && !waiting.isEmpty()) {
      SourceLine.Repository line = waiting.poll();
      line.source().contents().ifPresent(now -> ask(line, now));
    }
  }

  private void ask(SourceLine.Repository line, Contents of) {
    asked.add(line.id());
    running++;
    reads
        .start(
            Messages.of("counting", line.name()),
            progress -> {
              Contents.Count count = of.count(line.name());
              ui.execute(() -> came(line, count));
              return count;
            })
        .observe(
            snapshot -> {
              if (snapshot.state().ended()) {
                ui.execute(this::ended);
              }
            });
  }

  private void came(SourceLine.Repository line, Contents.Count count) {
    if (!count.equals(known.put(line.id(), count))) {
      changed.accept(this);
    }
  }

  private void ended() {
    running--;
    goOn();
  }
}
