package dev.mooring.desktop.terminal;

import dev.mooring.debug.inspect.Inspection;
import dev.mooring.debug.inspect.ProgramState;
import dev.mooring.debug.snapshot.SnapshotStore;
import dev.mooring.desktop.control.SessionEntry;
import picocli.CommandLine.Option;

/// A command that only reads: from a debug session's program, or from a snapshot.
abstract class ReadingCommand extends SessionCommand {
  @Option(names = "--snapshot", paramLabel = "NAME")
  String snapshot = "";

  /// Another one in tests.
  SnapshotStore store = SnapshotStore.ofUser();

  ReadingCommand(Opening opening) {
    super(opening);
  }

  @Override
  public final Integer call() throws InterruptedException {
    if (snapshot.isEmpty()) {
      return super.call();
    }
    try (ProgramState program = store.open(snapshot)) {
      return read(program);
    }
  }

  @Override
  final int run(SessionEntry session) throws InterruptedException {
    try (Inspection inspection = inspect(session)) {
      return read(inspection);
    }
  }

  abstract int read(ProgramState program) throws InterruptedException;
}
