package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.source.Contents;
import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.browse.Usage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the rows that somebody looks at, a few at a time, and lets go of those that scrolled
/// away. Each is read once until the list is read anew. Used on the UI's thread.
final class TagFill {
  private static final int AT_ONCE = 8;

  private final Jobs reads;
  private final Ui ui;
  private final Runnable filled;
  private final Map<TagRow, Attempt> running = new HashMap<>();
  private final Deque<TagRow> waiting = new ArrayDeque<>();
  private final Set<TagRow> done = new HashSet<>();
  private List<TagRow> all = List.of();
  private List<TagRow> inView = List.of();
  private List<TagRow> selected = List.of();
  private Set<TagRow> wanted = Set.of();
  private Usage usage = Usage.none();
  private @Nullable Contents contents;
  private String repository = "";

  /// Whether it is known which rows of the list are in view.
  private boolean laidOut = true;

  /// @param filled told when a row is read
  TagFill(Jobs reads, Ui ui, Runnable filled) {
    this.reads = reads;
    this.ui = ui;
    this.filled = filled;
  }

  private static final class Attempt {
    private @Nullable Job<?> job;
  }

  /// Another list, or the same anew: whatever is in view is read again. A read that runs is new
  /// enough.
  void begin(Contents from, String of, List<TagRow> rows) {
    boolean same = from.equals(contents) && of.equals(repository);
    laidOut = (same && laidOut) || rows.isEmpty();
    done.clear();
    waiting.clear();
    Set<TagRow> there = new HashSet<>(rows);
    List.copyOf(running.keySet()).stream()
        .filter(each -> !same || !there.contains(each))
        .forEach(this::end);
    contents = from;
    repository = of;
    all = List.copyOf(rows);
    all.forEach(each -> each.used(usage));
    read();
  }

  /// Ends what runs.
  void stop() {
    done.clear();
    waiting.clear();
    List.copyOf(running.keySet()).forEach(this::end);
    all = List.of();
    laidOut = true;
  }

  /// What is in view now.
  void look(List<TagRow> rows) {
    laidOut = true;
    inView = rows;
    read();
  }

  /// What is selected counts as seen, also where it scrolled away.
  void select(List<TagRow> rows) {
    selected = List.copyOf(rows);
    read();
  }

  private void read() {
    wanted = new LinkedHashSet<>(inView);
    wanted.addAll(selected);
    List.copyOf(running.keySet()).stream()
        .filter(each -> !wanted.contains(each))
        .forEach(this::end);
    waiting.clear();
    Set<TagRow> there = new HashSet<>(all);
    wanted.stream()
        .filter(
            each ->
                there.contains(each)
                    && each.isValid()
                    && !done.contains(each)
                    && !running.containsKey(each))
        .forEach(waiting::add);
    goOn();
  }

  /// Whether what is in view is on its way.
  boolean isReading() {
    return !laidOut || !running.isEmpty();
  }

  /// Who uses what.
  void use(Usage next) {
    usage = next;
    all.forEach(each -> each.used(next));
    filled.run();
  }

  private void end(TagRow row) {
    Attempt attempt = running.remove(row);
    if (attempt != null && attempt.job != null) {
      attempt.job.cancel();
    }
  }

  private void goOn() {
    Contents from = contents;
    while (from != null && running.size() < AT_ONCE && !waiting.isEmpty()) {
      read(from, waiting.poll());
    }
  }

  private void read(Contents from, TagRow row) {
    String of = repository;
    Attempt attempt = new Attempt();
    running.put(row, attempt);
    Job<ImageRow> job =
        reads.start(
            Messages.of("reading-the-image"),
            progress -> {
              ImageRow image = from.row(of, row.tag());
              ui.execute(() -> came(row, attempt, image));
              return image;
            });
    attempt.job = job;
    job.observe(
        snapshot -> {
          if (snapshot.state() instanceof JobState.Failed failed) {
            ui.execute(() -> failed(row, attempt, failed.problem()));
          }
        });
  }

  private void came(TagRow row, Attempt attempt, ImageRow image) {
    if (running.remove(row, attempt)) {
      done.add(row);
      row.came(image, usage);
      filled.run();
      goOn();
    }
  }

  /// The registry is out of reach: what was known stays, and others aren't tried.
  private void failed(TagRow row, Attempt attempt, Problem why) {
    if (running.remove(row, attempt)) {
      waiting.clear();
      if (!row.isRead()) {
        row.came(new ImageRow.Unreadable(repository, row.tag(), why), usage);
      }
      filled.run();
    }
  }
}
