package dev.mooring.debug.snapshot;

import dev.mooring.debug.inspect.DelveConnections;
import dev.mooring.debug.inspect.Frame;
import dev.mooring.debug.inspect.GoroutineGroup;
import dev.mooring.debug.inspect.Goroutines;
import dev.mooring.debug.inspect.Inspection;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.Dialer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/// Reads a core file through a Delve that has opened it, and writes what it says into a draft: all
/// goroutines, the stacks of the first ones with their variables, and the main package's variables.
final class Recorder {
  private static final Duration CALL = Duration.ofSeconds(20);
  private static final int MOST = 1_000;
  private static final long MAIN = 1;
  private static final int AT_ONCE = 64;
  private static final long MOST_BYTES = 256L << 20;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// From what shows most to what Delve's answer has room for in any case.
  private static final List<Map<String, Object>> LOADED =
      List.of(loaded(2, 64), loaded(1, 16), loaded(0, 1));

  private final Dialer dialer;
  private final Draft draft;
  private final Progress progress;

  /// @param dialer leads to the Delve that has the core file open
  Recorder(Dialer dialer, Draft draft, Progress progress) {
    this.dialer = dialer;
    this.draft = draft;
    this.progress = progress;
  }

  /// @param goroutines of the program
  /// @param recorded those whose stack and variables were read
  record Result(long goroutines, int recorded) {}

  private static Map<String, Object> loaded(int depth, int elements) {
    return Map.of(
        "FollowPointers",
        depth > 0,
        "MaxVariableRecurse",
        depth,
        "MaxStringLen",
        1024,
        "MaxArrayValues",
        elements,
        "MaxStructFields",
        -1);
  }

  Result record() throws IOException, InterruptedException {
    try (Inspection inspection = new Inspection(dialer);
        DelveConnections delve = new DelveConnections(dialer)) {
      Goroutines all = inspection.goroutines(0);
      long selected = inspection.state().goroutine();
      List<Long> wanted = wanted(all, selected);
      List<Long> recorded = stacks(delve, wanted);
      draft.write(Layout.GLOBALS, globals(delve));
      draft.write(Layout.GOROUTINES, write(all, recorded));
      return new Result(all.total(), recorded.size());
    }
  }

  /// The selected one or else that of main, the first of each group, then the others.
  private static List<Long> wanted(Goroutines all, long selected) {
    Set<Long> wanted = new LinkedHashSet<>();
    wanted.add(selected > 0 ? selected : MAIN);
    all.groups().forEach(each -> each.ids().stream().findFirst().ifPresent(wanted::add));
    all.groups().forEach(each -> wanted.addAll(each.ids()));
    return wanted.stream().limit(MOST).toList();
  }

  /// @param frames as JSON; empty where there are none
  private record Stack(long goroutine, String frames) {}

  private List<Long> stacks(DelveConnections delve, List<Long> wanted)
      throws IOException, InterruptedException {
    List<Long> recorded = new ArrayList<>();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    long bytes = 0;
    for (int at = 0; at < wanted.size(); at += AT_ONCE) {
      List<Callable<Stack>> questions =
          wanted.subList(at, Math.min(wanted.size(), at + AT_ONCE)).stream()
              .<Callable<Stack>>map(each -> () -> stack(delve, each))
              .toList();
      for (Stack each : Concurrently.all(questions)) {
        byte[] frames = each.frames().getBytes(StandardCharsets.UTF_8);
        bytes += frames.length;
        if (frames.length > 0 && bytes <= MOST_BYTES) {
          draft.write(each.goroutine(), frames);
          recorded.add(each.goroutine());
        }
      }
      progress.advance(
          Messages.of("reading-goroutines"),
          Math.min(wanted.size(), at + AT_ONCE),
          wanted.size(),
          Progress.Unit.ITEMS);
      if (bytes > MOST_BYTES || System.nanoTime() > deadline) {
        break;
      }
    }
    return recorded;
  }

  /// No frames where Delve cannot unwind it.
  private static Stack stack(DelveConnections delve, long goroutine) throws InterruptedException {
    for (Map<String, Object> each : LOADED) {
      try {
        Document answer =
            delve
                .query()
                .call(
                    "Stacktrace",
                    Map.of("Id", goroutine, "Depth", 64, "Full", true, "Cfg", each),
                    CALL);
        return new Stack(goroutine, Documents.json(frames(answer)));
      } catch (MooringException e) {
        // Perhaps the answer was too long: the next one is shorter.
      }
    }
    return new Stack(goroutine, "");
  }

  private static Document frames(Document answer) {
    List<Map<String, Object>> frames = new ArrayList<>();
    for (Document each : answer.at("Locations").items()) {
      List<Document> variables = new ArrayList<>(Trimmed.all(each.at("Arguments").items()));
      variables.addAll(Trimmed.all(each.at("Locals").items()));
      Map<String, Object> frame = new LinkedHashMap<>(write(Frame.read(each)));
      frame.put("variables", variables);
      frames.add(frame);
    }
    return Document.of(Map.of("frames", frames));
  }

  private static Document globals(DelveConnections delve) throws InterruptedException {
    try {
      return Document.of(
          Map.of(
              "variables",
              Trimmed.all(
                  delve
                      .query()
                      .call(
                          "ListPackageVars",
                          Map.of("Filter", "^main\\.", "Cfg", LOADED.getFirst()),
                          CALL)
                      .at("Variables")
                      .items())));
    } catch (MooringException e) {
      return Document.of(Map.of("variables", List.of()));
    }
  }

  private static Document write(Goroutines all, List<Long> recorded) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("total", all.total());
    document.put("more", all.more());
    document.put("groups", all.groups().stream().map(Recorder::write).toList());
    document.put("recorded", recorded);
    return Document.of(document);
  }

  private static Map<String, Object> write(GoroutineGroup group) {
    return Map.of(
        "count", group.count(),
        "ids", group.ids(),
        "at", write(group.at()),
        "startedBy", write(group.startedBy()));
  }

  /// As Delve's `api.Location`.
  private static Map<String, Object> write(Frame frame) {
    return Map.of(
        "function", Map.of("name", frame.function()), "file", frame.file(), "line", frame.line());
  }
}
