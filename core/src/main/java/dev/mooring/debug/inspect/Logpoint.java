package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.Dialer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line that is written each time the program passes a place, without stopping there: a logpoint
/// of the Debug Adapter Protocol. Delve writes it itself, so that a hit costs no round trip.
///
/// Closing removes it. If this process dies first, the session that owns the Delve removes it when
/// the program stops there.
public final class Logpoint implements AutoCloseable {
  private final DapSession session;
  private final Map<String, Object> source;
  private final Consumer<Line> lines;

  /// @param goroutine that passed; 0 where Delve doesn't say
  public record Line(long goroutine, String text) {
    private static final Pattern MARKED = Pattern.compile("> \\[Go (\\d{1,18})]: ", Pattern.DOTALL);

    static Line read(String output) {
      Matcher mark = MARKED.matcher(output);
      return mark.lookingAt()
          ? new Line(Long.parseLong(mark.group(1)), Values.line(output.substring(mark.end())))
          : new Line(0, Values.line(output));
    }
  }

  private Logpoint(Dialer dialer, Breakpoint place, Consumer<Line> lines)
      throws InterruptedException {
    this.source = Map.of("path", place.file());
    this.lines = lines;
    this.session = new DapSession(dialer, this::event);
  }

  /// Plants one; the program stops for milliseconds meanwhile.
  ///
  /// @param place file and line, as [Inspection#place] finds them
  /// @param message with expressions in braces: `id is {o.ID}`
  /// @param condition in Go; empty for none
  /// @param lines called for each line on one thread, which it holds up
  /// @throws MooringException with Delve's words when it refuses
  public static Logpoint plant(
      Dialer dialer, Breakpoint place, String message, String condition, Consumer<Line> lines)
      throws InterruptedException {
    Logpoint logpoint = new Logpoint(dialer, place, lines);
    boolean done = false;
    try {
      logpoint.plant(place.line(), message, condition);
      done = true;
      return logpoint;
    } finally {
      if (!done) {
        logpoint.session.close();
      }
    }
  }

  private void plant(long line, String message, String condition) throws InterruptedException {
    session.greet(Document.nothing());
    set(List.of(Map.of("line", line, "logMessage", message, "condition", condition)));
    session.begin();
  }

  private void set(List<Map<String, Object>> breakpoints) throws InterruptedException {
    session.call("setBreakpoints", Map.of("source", source, "breakpoints", breakpoints));
  }

  private void event(Document event) {
    if (event.at("event").textOrEmpty().equals("output")
        && !event.at("body", "category").textOrEmpty().equals("console")) {
      lines.accept(Line.read(event.at("body", "output").textOrEmpty().stripTrailing()));
    }
  }

  /// Waits until Delve has gone, or the time is over.
  ///
  /// @return whether it has gone
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    try {
      session.ended().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (java.util.concurrent.TimeoutException e) {
      return false;
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Removes it and leaves the program running.
  @Override
  public void close() {
    Thread end = Thread.ofVirtual().name("logpoint-end").start(this::remove);
    boolean interrupted = false;
    while (end.isAlive()) {
      try {
        end.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    session.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void remove() {
    try {
      set(List.of());
      session.leave();
    } catch (MooringException e) {
      // Delve has gone, and its breakpoints with it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
