package dev.mooring.forward.running;

import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Forwards by their names, in the order they were added: one that is replaced keeps its place.
///
/// What is taken out of the list is closed by whoever took it. Thread-safe.
final class ForwardList {
  /// A forward that runs, or why it does not.
  ///
  /// @param otherwise how it is while `running` is null
  record Entry(
      ForwardSpec spec,
      ForwardLog log,
      @Nullable RunningForward running,
      ForwardStatus.State otherwise) {

    static Entry of(ForwardSpec spec, ForwardLog log, RunningForward running) {
      return new Entry(spec, log, running, new ForwardStatus.State.Stopped());
    }

    static Entry failed(ForwardSpec spec, ForwardLog log, Problem why) {
      return new Entry(spec, log, null, new ForwardStatus.State.Failed(why));
    }

    ForwardStatus status() {
      return running == null ? ForwardStatus.idle(spec, otherwise) : running.status();
    }

    void close() {
      if (running != null) {
        running.close();
      }
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private boolean closed;

  synchronized @Nullable Entry find(String name) {
    return entries.get(name);
  }

  /// False, and nothing else, once the list is closed.
  synchronized boolean put(Entry entry) {
    if (!closed) {
      entries.put(entry.spec().name(), entry);
    }
    return !closed;
  }

  /// False where something else became of it meanwhile.
  synchronized boolean replace(Entry before, Entry next) {
    return entries.replace(before.spec().name(), before, next);
  }

  /// Leaves the forward in the list as stopped.
  ///
  /// @return what it was; null where there is none
  synchronized @Nullable Entry stop(String name) {
    Entry before = entries.get(name);
    if (before != null) {
      ForwardStatus.State stopped = new ForwardStatus.State.Stopped();
      entries.put(name, new Entry(before.spec(), before.log(), null, stopped));
    }
    return before;
  }

  /// @return what it was; null where there is none
  synchronized @Nullable Entry remove(String name) {
    return entries.remove(name);
  }

  /// Takes no more.
  ///
  /// @return all that were in it
  synchronized List<Entry> close() {
    List<Entry> ended = all();
    closed = true;
    entries.clear();
    return ended;
  }

  synchronized List<Entry> all() {
    return List.copyOf(entries.values());
  }

  List<RunningForward> running() {
    return all().stream().flatMap(each -> Stream.ofNullable(each.running())).toList();
  }

  /// Those that may start by themselves.
  List<Entry> failed() {
    return all().stream()
        .filter(each -> each.running() == null && Retries.helps(each.spec(), each.otherwise()))
        .toList();
  }
}
