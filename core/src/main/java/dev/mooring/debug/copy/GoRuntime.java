package dev.mooring.debug.copy;

import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.container.DebugImage;
import dev.mooring.debug.container.Delivery;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.container.Supervisor;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Dialer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Go programs, started by Delve: `dlv exec` needs no right to trace, its program being its child.
///
/// Delve's version has to fit that of the program's Go, so it is looked for or built for the
/// program (`delve` room).
public record GoRuntime(DelveSources delves, Patience timing) implements LanguageRuntime {
  private static final Duration ASK = Duration.ofSeconds(30);

  @Override
  public boolean runs(HeldProgram program) {
    return program.go().isPresent();
  }

  @Override
  public String words(HeldProgram program) {
    return program.go().orElseThrow().words();
  }

  @Override
  public void check(HeldProgram program) {
    if (program.go().orElseThrow().dwarf() == 0) {
      throw new Problem(
              Code.DEBUG_PROGRAM_UNFIT,
              Messages.of("cannot-debug-program", program.name()),
              Messages.of("its-program-has-no-debug-information"),
              new Remedy.Advice(Messages.of("build-it-without-ldflags-s-w")))
          .raise();
    }
  }

  @Override
  public boolean brings() {
    return true;
  }

  @Override
  public void bring(HeldProgram program, DebugImage image, Supervisor supervisor, Progress progress)
      throws InterruptedException {
    if (image.bringsDelve()) {
      supervisor.ask("place", ASK);
    } else {
      new Delivery(delves, supervisor, timing).deliver(program.go().orElseThrow(), progress);
    }
  }

  @Override
  public Document start(Document container, HeldProgram program, int port) {
    List<String> command =
        new ArrayList<>(
            List.of(
                CopyPod.PLACE + "/mooring-dlv",
                "exec",
                "--headless",
                "--accept-multiclient",
                "--api-version=2",
                "--listen=127.0.0.1:" + port,
                "--only-same-user=false",
                "--check-go-version=false",
                program.executable().replace("$", "$$")));
    List<String> arguments = StartWords.arguments(container, program.words());
    if (!arguments.isEmpty()) {
      command.add("--");
      command.addAll(arguments);
    }
    return container.with(command, "command").without("args");
  }

  @Override
  public DebugProtocol protocol() {
    return DebugProtocol.DELVE;
  }

  @Override
  public Control control(HeldProgram program, TargetContainer copy, Dialer dialer, int port) {
    return new DelveControl(program.go().orElseThrow(), copy, dialer);
  }
}
