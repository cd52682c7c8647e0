package dev.mooring.desktop.terminal;

import dev.mooring.debug.inspect.Frame;
import dev.mooring.debug.inspect.GoroutineGroup;
import dev.mooring.debug.inspect.Goroutines;
import dev.mooring.debug.inspect.ProgramState;
import dev.mooring.debug.inspect.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What a script reads of a program: it stops for milliseconds where it runs.
final class LookCommand {
  private static final int STACKS = 50;

  private LookCommand() {}

  abstract static class InFrame extends ReadingCommand {
    @Option(names = "--goroutine", paramLabel = "ID", defaultValue = "0")
    long goroutine;

    @Option(names = "--frame", paramLabel = "NUMBER", defaultValue = "0")
    int frame;

    InFrame(Opening opening) {
      super(opening);
    }
  }

  @Command(name = "eval")
  static final class Eval extends InFrame {
    @Parameters(paramLabel = "EXPRESSION")
    String expression = "";

    Eval(Opening opening) {
      super(opening);
    }

    @Override
    int read(ProgramState program) throws InterruptedException {
      Value value = program.eval(expression, goroutine, frame);
      if (json()) {
        output().json(LookCommand.json(value));
      } else {
        output().line(value.text());
      }
      return 0;
    }
  }

  @Command(name = "locals")
  static final class Locals extends InFrame {
    Locals(Opening opening) {
      super(opening);
    }

    @Override
    int read(ProgramState program) throws InterruptedException {
      List<Value> all = program.variables(goroutine, frame);
      if (json()) {
        output().json(all.stream().map(LookCommand::json).toList());
      } else {
        all.forEach(each -> output().line(each.name() + " = " + each.text()));
      }
      return 0;
    }
  }

  @Command(name = "stack")
  static final class Stack extends ReadingCommand {
    @Option(names = "--goroutine", paramLabel = "ID", defaultValue = "0")
    long goroutine;

    Stack(Opening opening) {
      super(opening);
    }

    @Override
    int read(ProgramState program) throws InterruptedException {
      List<Frame> stack = program.stack(goroutine);
      if (json()) {
        output().json(stack.stream().map(LookCommand::json).toList());
      } else {
        int number = 0;
        for (Frame each : stack) {
          output().line("%2d  %s".formatted(number++, line(each)));
        }
      }
      return 0;
    }
  }

  @Command(name = "goroutines")
  static final class All extends ReadingCommand {
    All(Opening opening) {
      super(opening);
    }

    @Override
    int read(ProgramState program) throws InterruptedException {
      Goroutines all = program.goroutines(STACKS);
      if (json()) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("total", all.total());
        object.put("more", all.more());
        object.put("groups", all.groups().stream().map(LookCommand::json).toList());
        output().json(object);
        return 0;
      }
      output().line(Messages.of("goroutines", all.total()));
      for (GoroutineGroup each : all.groups()) {
        output().line("");
        output().line(Messages.of("goroutines-at", each.count(), line(each.at())));
        each.stack().forEach(frame -> output().line("    " + line(frame)));
      }
      return 0;
    }
  }

  private static String line(Frame frame) {
    return frame.function() + "  " + frame.file() + ":" + frame.line();
  }

  private static Map<String, Object> json(Frame frame) {
    return Map.of("function", frame.function(), "file", frame.file(), "line", frame.line());
  }

  private static Map<String, Object> json(Value value) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", value.name());
    object.put("type", value.type());
    object.put("value", value.text());
    object.put("cut", value.cut());
    return object;
  }

  private static Map<String, Object> json(GoroutineGroup group) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("count", group.count());
    object.put("ids", group.ids());
    object.put("at", json(group.at()));
    object.put("startedBy", json(group.startedBy()));
    object.put("stack", group.stack().stream().map(LookCommand::json).toList());
    return object;
  }
}
