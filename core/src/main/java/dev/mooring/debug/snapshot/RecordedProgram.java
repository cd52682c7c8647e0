package dev.mooring.debug.snapshot;

import dev.mooring.debug.inspect.Frame;
import dev.mooring.debug.inspect.GoroutineGroup;
import dev.mooring.debug.inspect.Goroutines;
import dev.mooring.debug.inspect.ProgramState;
import dev.mooring.debug.inspect.Value;
import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The program of a snapshot, as it was read from the core file. Runs nothing and needs neither the
/// cluster nor Delve.
///
/// What was not recorded is a failure with the code SNAPSHOT_LACKS that says where to find
/// it. Files are read within bounds: one that somebody changed gives a failure and no more.
public final class RecordedProgram implements ProgramState {
  private static final int LONGEST = 64 << 20;
  private static final Bounds BOUNDS = new Bounds(LONGEST, 100, 8_000_000, 1 << 20);

  private final Path directory;

  RecordedProgram(Path directory) {
    this.directory = directory;
  }

  @Override
  public Goroutines goroutines(int stacks) {
    Document all = read(Path.of(Layout.GOROUTINES.file()));
    List<GoroutineGroup> groups = new ArrayList<>();
    for (Document each : all.at("groups").items()) {
      List<Long> ids = numbers(each.at("ids"));
      boolean shown = groups.size() < stacks && !ids.isEmpty() && recorded(all, ids.getFirst());
      groups.add(
          new GoroutineGroup(
              each.at("count").integer().orElse(0L),
              ids,
              Frame.read(each.at("at")),
              Frame.read(each.at("startedBy")),
              shown ? stack(ids.getFirst()) : List.of()));
    }
    return new Goroutines(all.at("total").integer().orElse(0L), all.at("more").isTrue(), groups);
  }

  @Override
  public List<Frame> stack(long goroutine) {
    return frames(goroutine).stream().map(Frame::read).toList();
  }

  @Override
  public List<Value> variables(long goroutine, int frame) {
    return variables(frames(goroutine), frame).stream().map(Value::read).toList();
  }

  /// Reads what names, fields, elements, and `len` lead to in variables that were recorded, and in
  /// variables of the main package.
  @Override
  public Value eval(String expression, long goroutine, int frame) {
    List<Document> known = new ArrayList<>(variables(frames(goroutine), frame).reversed());
    known.addAll(read(Path.of(Layout.GLOBALS.file())).at("variables").items());
    return Value.read(new Expression(expression).in(known));
  }

  private static List<Document> variables(List<Document> frames, int frame) {
    if (frame < 0 || frame >= frames.size()) {
      throw unknown(
          Messages.of("no-such-frame", frame, frames.size()), Messages.of("see-its-stack"));
    }
    return frames.get(frame).at("variables").items();
  }

  private List<Document> frames(long goroutine) {
    Document all = read(Path.of(Layout.GOROUTINES.file()));
    List<Long> recorded = numbers(all.at("recorded"));
    if (recorded.isEmpty()) {
      throw unknown(Messages.of("no-goroutine-recorded"), Messages.of("open-it-with-delve"));
    }
    long wanted = goroutine == 0 ? recorded.getFirst() : goroutine;
    if (!recorded.contains(wanted)) {
      throw unknown(
          Messages.of("goroutine-not-recorded", wanted), Messages.of("open-it-with-delve"));
    }
    return read(Path.of(Layout.STACKS.file()).resolve(Layout.stack(wanted))).at("frames").items();
  }

  private static boolean recorded(Document all, long goroutine) {
    return numbers(all.at("recorded")).contains(goroutine);
  }

  private static List<Long> numbers(Document list) {
    return list.items().stream().flatMap(each -> each.integer().stream()).toList();
  }

  private Document read(Path file) {
    Path place = directory.resolve(file.toString());
    try {
      if (Files.size(place) > LONGEST) {
        throw new IOException(
            Messages.of("it-is-too-large", Files.size(place) >> 20, LONGEST >> 20));
      }
      return Documents.json(Files.readAllBytes(place), place.toString(), BOUNDS);
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_READABLE,
              Messages.of("cannot-read-snapshot"),
              String.valueOf(e.getMessage()),
              new Remedy.Advice(Messages.of("take-it-again")))
          .raise(e);
    }
  }

  static MooringException unknown(String why, String whatToDo) {
    return new Problem(
            Code.SNAPSHOT_LACKS,
            Messages.of("not-in-the-snapshot"),
            why,
            new Remedy.Advice(whatToDo))
        .raise();
  }

  @Override
  public void close() {}
}
