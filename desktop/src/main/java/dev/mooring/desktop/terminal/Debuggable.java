package dev.mooring.desktop.terminal;

import dev.mooring.debug.Candidates;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.debug.Verdict;
import dev.mooring.desktop.debug.Workload;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.job.Concurrently;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// What could be debugged in a namespace.
///
/// @param leftOut how many workloads there are besides
record Debuggable(String namespace, List<Row> rows, int leftOut) {
  /// Workloads that are judged, some at once.
  static final int MOST = 200;

  /// A container of a workload that may be meant.
  ///
  /// @param workload "deploy/hello"
  /// @param container empty where none is known
  /// @param runtime as [Verdict#runtime]
  /// @param finding what stands in the way; empty for nothing
  record Row(String workload, String container, Verdict.Way way, String runtime, String finding) {
    String verdict() {
      String words =
          switch (way) {
            case FORWARD -> Messages.of("way-forward");
            case ATTACH -> Messages.of("way-attach");
            case COPY -> Messages.of("way-copy", finding);
            case NONE -> Messages.of("not-possible-because", finding);
          };
      return runtime.isEmpty() || !possible() ? words : Messages.of("way-of", words, runtime);
    }

    private boolean possible() {
      return way == Verdict.Way.FORWARD || way == Verdict.Way.ATTACH;
    }

    private Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("workload", workload);
      json.put("container", container);
      json.put("possible", possible());
      json.put("way", way.name().toLowerCase(Locale.ROOT));
      json.put("runtime", runtime);
      json.put("finding", finding);
      return json;
    }
  }

  static Debuggable in(Workspace workspace, String namespace) throws InterruptedException {
    List<Workload> all = Workload.all(workspace.cluster(), namespace);
    List<Callable<List<Row>>> questions =
        all.stream()
            .limit(MOST)
            .<Callable<List<Row>>>map(each -> () -> rows(workspace.debugger(), each))
            .toList();
    return new Debuggable(
        namespace,
        Concurrently.all(questions).stream().flatMap(List::stream).toList(),
        Math.max(0, all.size() - MOST));
  }

  private static List<Row> rows(Debugger debugger, Workload workload) throws InterruptedException {
    try {
      Candidates candidates =
          debugger.candidates(new DebugTarget(workload.namespace(), workload.reference(), ""));
      return candidates.all().stream()
          .limit(candidates.likely())
          .map(each -> row(workload, each))
          .toList();
    } catch (MooringException e) {
      return List.of(new Row(workload.reference(), "", Verdict.Way.NONE, "", e.problem().why()));
    }
  }

  private static Row row(Workload workload, Verdict verdict) {
    String finding =
        verdict.findings().stream()
            .filter(each -> each.level() == Finding.Level.BLOCKER)
            .map(Finding::sentence)
            .findFirst()
            .orElse("");
    return new Row(
        workload.reference(), verdict.container(), verdict.way(), verdict.runtime(), finding);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("namespace", namespace);
    json.put("workloads", rows.stream().map(Row::json).toList());
    json.put("leftOut", leftOut);
    return json;
  }

  Table table() {
    return new Table(
        List.of(
            Table.Column.keep("#"),
            Table.Column.keep(Messages.of("column-workload")),
            Table.Column.keep(Messages.of("column-container")),
            Table.Column.fold(Messages.of("column-debug"))),
        IntStream.range(0, rows.size())
            .mapToObj(
                at ->
                    List.of(
                        String.valueOf(at + 1),
                        rows.get(at).workload(),
                        rows.get(at).container(),
                        rows.get(at).verdict()))
            .toList());
  }
}
