package dev.mooring.desktop.terminal;

import dev.mooring.debug.inspect.Breakpoint;
import dev.mooring.debug.inspect.Inspection;
import dev.mooring.debug.inspect.Stop;
import dev.mooring.desktop.control.SessionEntry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What a script does with breakpoints.
final class BreakpointCommand {
  private BreakpointCommand() {}

  @Command(name = "break")
  static final class Add extends SessionCommand {
    @Parameters(paramLabel = "PLACE")
    String place = "";

    @Option(names = "--if", paramLabel = "EXPRESSION")
    String condition = "";

    @Option(names = "--wait", paramLabel = "TIME", converter = Limit.class)
    @Nullable Duration wait;

    Add(Opening opening) {
      super(opening);
    }

    @Override
    int run(SessionEntry session) throws InterruptedException {
      try (Inspection inspection = inspect(session)) {
        Breakpoint set = inspection.addBreakpoint(place, condition);
        if (json()) {
          output().json(BreakpointCommand.json(set));
        } else {
          output()
              .line(
                  Messages.of("breakpoint-set", set.id(), set.function(), set.file(), set.line()));
        }
        if (wait == null) {
          return 0;
        }
        Stop stop = inspection.awaitStop(wait);
        show(stop);
        return stop.stopped() ? 0 : 1;
      }
    }
  }

  @Command(name = "breakpoints")
  static final class ListAll extends SessionCommand {
    ListAll(Opening opening) {
      super(opening);
    }

    @Override
    int run(SessionEntry session) throws InterruptedException {
      try (Inspection inspection = inspect(session)) {
        List<Breakpoint> all = inspection.breakpoints();
        if (json()) {
          output().json(all.stream().map(BreakpointCommand::json).toList());
        } else if (all.isEmpty()) {
          output().line(Messages.of("no-breakpoints"));
        } else {
          show(
              new Table(
                  List.of(
                      Table.Column.keep("ID"),
                      Table.Column.keep("FUNCTION"),
                      Table.Column.keep("PLACE"),
                      Table.Column.keep("HITS"),
                      Table.Column.spare("CONDITION", 1)),
                  all.stream()
                      .map(
                          each ->
                              List.of(
                                  Long.toString(each.id()),
                                  each.function(),
                                  each.file() + ":" + each.line(),
                                  Long.toString(each.hits()),
                                  each.condition()))
                      .toList()));
        }
      }
      return 0;
    }
  }

  @Command(name = "clear")
  static final class Clear extends SessionCommand {
    @Parameters(arity = "0..*", paramLabel = "ID")
    List<Long> ids = List.of();

    @Option(names = "--all")
    boolean all;

    @Spec CommandSpec command = CommandSpec.create();

    Clear(Opening opening) {
      super(opening);
    }

    @Override
    int run(SessionEntry session) throws InterruptedException {
      if (all == !ids.isEmpty()) {
        throw new ParameterException(command.commandLine(), Messages.of("which-breakpoints"));
      }
      try (Inspection inspection = inspect(session)) {
        List<Long> removed =
            all ? inspection.breakpoints().stream().map(Breakpoint::id).toList() : ids;
        for (long each : removed) {
          inspection.removeBreakpoint(each);
        }
        if (json()) {
          output().json(Map.of("removed", removed));
        } else {
          removed.forEach(each -> output().line(Messages.of("breakpoint-removed", each)));
        }
      }
      return 0;
    }
  }

  private static Map<String, Object> json(Breakpoint each) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", each.id());
    object.put("function", each.function());
    object.put("file", each.file());
    object.put("line", each.line());
    object.put("condition", each.condition());
    object.put("hits", each.hits());
    return object;
  }
}
