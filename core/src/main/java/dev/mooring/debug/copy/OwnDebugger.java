package dev.mooring.debug.copy;

import dev.mooring.debug.container.DebugImage;
import dev.mooring.debug.container.Supervisor;
import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import java.util.ArrayList;
import java.util.List;

/// Runtimes that have their debugger themselves, or in their image: nothing is brought.
abstract class OwnDebugger implements LanguageRuntime {

  @Override
  public final void check(HeldProgram program) {
    // What its image lacks shows when it starts.
  }

  @Override
  public final boolean brings() {
    return false;
  }

  @Override
  public final void bring(
      HeldProgram program, DebugImage image, Supervisor supervisor, Progress progress) {
    throw new IllegalStateException("nothing is brought");
  }

  @Override
  public final Document start(Document container, HeldProgram program, int port) {
    List<String> command = new ArrayList<>();
    command.add(program.executable().replace("$", "$$"));
    command.addAll(arguments(StartWords.arguments(container, program.words()), port));
    return container.with(command, "command").without("args");
  }

  /// The program's arguments with the debugger's.
  ///
  /// @param own those without any debugger
  /// @param port on which it listens at 127.0.0.1
  abstract List<String> arguments(List<String> own, int port);
}
