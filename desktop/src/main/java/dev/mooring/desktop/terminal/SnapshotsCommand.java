package dev.mooring.desktop.terminal;

import dev.mooring.debug.snapshot.Snapshot;
import dev.mooring.debug.snapshot.SnapshotStore;
import dev.mooring.desktop.fx.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The snapshots of this user. They need no cluster.
@Command(name = "snapshots")
final class SnapshotsCommand extends RunningQuery {
  /// Another one in tests.
  SnapshotStore store = SnapshotStore.ofUser();

  SnapshotsCommand(Opening opening) {
    super(opening);
  }

  @Override
  public Integer call() {
    List<Snapshot> all =
        store.all().stream()
            .filter(each -> context.isEmpty() || each.context().equals(context))
            .toList();
    long total = all.stream().mapToLong(Snapshot::bytes).sum();
    if (json()) {
      output()
          .json(
              Map.of(
                  "bytes",
                  total,
                  "snapshots",
                  all.stream().map(each -> json(each, store)).toList()));
    } else if (all.isEmpty()) {
      output().line(Messages.of("no-snapshots"));
    } else {
      show(table(all));
      output().note(Messages.of("snapshots-take", Words.size(total)));
    }
    return 0;
  }

  private static Table table(List<Snapshot> all) {
    return new Table(
        List.of(
            Table.Column.keep("NAME"),
            Table.Column.keep("POD"),
            Table.Column.keep("TAKEN"),
            Table.Column.keep("SIZE"),
            Table.Column.spare("GOROUTINES", 1),
            Table.Column.spare("CONTEXT", 2)),
        all.stream()
            .map(
                each ->
                    List.of(
                        each.name(),
                        each.namespace() + "/" + each.pod(),
                        each.taken().toString(),
                        Words.size(each.bytes()),
                        Long.toString(each.goroutines()),
                        each.context()))
            .toList());
  }

  static Map<String, Object> json(Snapshot snapshot, SnapshotStore store) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", snapshot.name());
    object.put("context", snapshot.context());
    object.put("pod", snapshot.namespace() + "/" + snapshot.pod());
    object.put("container", snapshot.container());
    object.put("taken", snapshot.taken().toString());
    object.put("residentBytes", snapshot.resident());
    object.put("forecastMillis", snapshot.forecast().toMillis());
    object.put("stoodStillMillis", snapshot.stood().toMillis());
    object.put("bytes", snapshot.bytes());
    object.put("goroutines", snapshot.goroutines());
    object.put("recorded", snapshot.recorded());
    object.put("core", store.core(snapshot.name()).toString());
    object.put("program", store.program(snapshot.name()).toString());
    return object;
  }

  /// Removes snapshots from this computer.
  @Command(name = "delete")
  static final class Delete implements Callable<Integer> {
    private final Opening opening;

    @Parameters(arity = "1..*", paramLabel = "NAME")
    List<String> names = List.of();

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        defaultValue = "text",
        converter = Format.Parser.class)
    Format format = Format.TEXT;

    /// Another one in tests.
    SnapshotStore store = SnapshotStore.ofUser();

    Delete(Opening opening) {
      this.opening = opening;
    }

    @Override
    public Integer call() {
      for (String each : names) {
        store.delete(each);
        if (format != Format.JSON) {
          opening.output().line(Messages.of("snapshot-deleted", each));
        }
      }
      if (format == Format.JSON) {
        opening.output().json(Map.of("deleted", names));
      }
      return 0;
    }
  }
}
