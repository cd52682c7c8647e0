package dev.mooring.desktop.terminal;

import dev.mooring.debug.inspect.Inspection;
import dev.mooring.debug.inspect.Stop;
import dev.mooring.desktop.control.SessionEntry;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How a script moves a program on.
final class MoveCommand {
  private MoveCommand() {}

  @Command(name = "continue")
  static final class Continue extends SessionCommand {
    Continue(Opening opening) {
      super(opening);
    }

    @Override
    int run(SessionEntry session) throws InterruptedException {
      try (Inspection inspection = inspect(session)) {
        inspection.resume();
        if (json()) {
          output().json(Map.of("state", "running"));
        } else {
          output().line(Messages.of("the-app-is-running"));
        }
      }
      return 0;
    }
  }

  @Command(name = "wait")
  static final class Wait extends SessionCommand {
    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "30s", converter = Limit.class)
    Duration timeout = Duration.ZERO;

    Wait(Opening opening) {
      super(opening);
    }

    @Override
    int run(SessionEntry session) throws InterruptedException {
      try (Inspection inspection = inspect(session)) {
        Stop stop = inspection.awaitStop(timeout);
        show(stop);
        return stop.stopped() ? 0 : 1;
      }
    }
  }

  abstract static class Steps extends SessionCommand {
    private final Inspection.Step step;

    Steps(Opening opening, Inspection.Step step) {
      super(opening);
      this.step = step;
    }

    @Override
    int run(SessionEntry session) throws InterruptedException {
      try (Inspection inspection = inspect(session)) {
        show(inspection.step(step));
      }
      return 0;
    }
  }

  @Command(name = "next")
  static final class Next extends Steps {
    Next(Opening opening) {
      super(opening, Inspection.Step.OVER);
    }
  }

  @Command(name = "step")
  static final class Into extends Steps {
    Into(Opening opening) {
      super(opening, Inspection.Step.INTO);
    }
  }

  @Command(name = "stepout")
  static final class Out extends Steps {
    Out(Opening opening) {
      super(opening, Inspection.Step.OUT);
    }
  }

  @Command(name = "end")
  static final class End extends SessionCommand {
    End(Opening opening) {
      super(opening);
    }

    @Override
    int run(SessionEntry session) throws InterruptedException {
      opening().moorings().detach(session);
      if (json()) {
        output().json(Map.of("ended", session.name()));
      } else {
        output().line(Messages.of("session-ended", session.name()));
      }
      return 0;
    }
  }
}
