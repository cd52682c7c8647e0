package dev.mooring.desktop.terminal;

import dev.mooring.debug.inspect.Breakpoint;
import dev.mooring.debug.inspect.Inspection;
import dev.mooring.debug.inspect.Logpoint;
import dev.mooring.desktop.control.SessionEntry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lines from a running program, until Ctrl-C or a limit.
@Command(name = "logpoint")
final class LogpointCommand extends SessionCommand {
  private static final Duration PAUSE = Duration.ofMillis(200);

  @Parameters(index = "0", paramLabel = "PLACE")
  String place = "";

  @Parameters(index = "1", paramLabel = "MESSAGE")
  String message = "";

  @Option(names = "--if", paramLabel = "EXPRESSION")
  String condition = "";

  @Option(names = "--count", paramLabel = "NUMBER", defaultValue = "0")
  int count;

  @Option(names = "--for", paramLabel = "TIME", converter = Limit.class)
  @Nullable Duration limit;

  LogpointCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(SessionEntry session) throws InterruptedException {
    Breakpoint where;
    try (Inspection inspection = inspect(session)) {
      where = inspection.place(place);
    }
    CountDownLatch wanted = new CountDownLatch(count > 0 ? count : 1);
    long deadline = System.nanoTime() + (limit == null ? Long.MAX_VALUE / 2 : limit.toNanos());
    try (Logpoint logpoint =
        Logpoint.plant(port(session), where, message, condition, line -> tell(line, wanted))) {
      if (!json()) {
        output().note(Messages.of("logging-at", where.function(), where.file(), where.line()));
      }
      while (System.nanoTime() < deadline
          && !wanted.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        if (logpoint.awaitEnd(Duration.ZERO)) {
          output().note(Messages.of("the-session-has-ended"));
          return 1;
        }
      }
    }
    return 0;
  }

  private void tell(Logpoint.Line line, CountDownLatch wanted) {
    if (count > 0 && wanted.getCount() == 0) {
      return;
    }
    if (json()) {
      output().json(Map.of("goroutine", line.goroutine(), "text", line.text()));
    } else {
      output().line(line.text());
    }
    if (count > 0) {
      wanted.countDown();
    }
  }
}
