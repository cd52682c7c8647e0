package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.Dialer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The logpoints of one who also looks into the program and moves it: several, in any files, over
/// one connection of Delve's debug adapter.
///
/// Only the adapter that lets the program go on writes the lines, and it lets nobody else stop it
/// (`runUntilStop` in Delve's `service/dap`). So while there are logpoints, it's the adapter that
/// stops the program for the questions of the [Inspection], and lets it go on. Thread-safe.
/// Closing removes all.
public final class Logpoints implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(5);

  private final Inspection inspection;
  private final Dialer dialer;
  private final Consumer<Logpoint.Line> lines;
  private final List<Point> points = new ArrayList<>();
  private final Semaphore stops = new Semaphore(0);
  private @Nullable DapSession session;
  private volatile boolean driving;

  /// @param file as the program was built
  /// @param message with expressions in braces: `id is {o.ID}`
  /// @param condition in Go; empty for none
  public record Point(String file, long line, String message, String condition) {}

  /// @param dialer leads to the same Delve as the inspection
  /// @param lines called for each line on one thread, which it holds up
  public Logpoints(Inspection inspection, Dialer dialer, Consumer<Logpoint.Line> lines) {
    this.inspection = inspection;
    this.dialer = dialer;
    this.lines = lines;
  }

  /// Those that are planted.
  public List<Point> all() throws InterruptedException {
    return inspection.alone(() -> List.copyOf(points));
  }

  /// Plants one; a program that runs stops for milliseconds meanwhile.
  ///
  /// @param place file and line, as [Inspection#place] finds them
  /// @throws MooringException with Delve's words when it refuses; those before it stay
  public Point add(Breakpoint place, String message, String condition) throws InterruptedException {
    Point point = new Point(place.file(), place.line(), message, condition);
    return inspection.alone(
        () -> {
          List<Point> before = List.copyOf(points);
          points.removeIf(each -> each.file().equals(point.file()) && each.line() == point.line());
          points.add(point);
          boolean planted = false;
          try {
            plant(point.file());
            planted = true;
          } finally {
            if (!planted) {
              points.clear();
              points.addAll(before);
            }
          }
          return point;
        });
  }

  public void remove(Point point) throws InterruptedException {
    inspection.alone(
        () -> {
          if (points.remove(point)) {
            plant(point.file());
          }
          return point;
        });
  }

  private void plant(String file) throws InterruptedException {
    DapSession open = session;
    if (open == null) {
      begin(file);
      return;
    }
    boolean ran = driving;
    if (ran) {
      pause();
    }
    try {
      set(open, file);
    } finally {
      if (points.isEmpty()) {
        leave(open);
      }
      if (ran) {
        inspection.goOn();
      }
    }
  }

  private void begin(String file) throws InterruptedException {
    boolean stopped = inspection.state().stopped();
    DapSession next = new DapSession(dialer, this::event);
    boolean begun = false;
    try {
      next.greet(Document.nothing(), stopped);
      set(next, file);
      stops.drainPermits();
      driving = !stopped;
      next.begin();
      session = next;
      inspection.drivenBy(this);
      begun = true;
    } finally {
      if (!begun) {
        driving = false;
        next.close();
      }
    }
  }

  private void set(DapSession open, String file) throws InterruptedException {
    List<Map<String, Object>> of =
        points.stream()
            .filter(each -> each.file().equals(file))
            .<Map<String, Object>>map(
                each ->
                    Map.of(
                        "line", each.line(),
                        "logMessage", each.message(),
                        "condition", each.condition()))
            .toList();
    Document answer =
        open.call("setBreakpoints", Map.of("source", Map.of("path", file), "breakpoints", of));
    for (Document each : answer.at("breakpoints").items()) {
      if (!each.at("verified").isTrue()) {
        throw Inspection.refused(Values.line(each.at("message").textOrEmpty()));
      }
    }
  }

  private void event(Document event) {
    switch (event.at("event").textOrEmpty()) {
      case "stopped", "terminated" -> {
        driving = false;
        stops.release();
      }
      case "output" -> {
        if (!event.at("body", "category").textOrEmpty().equals("console")) {
          lines.accept(
              Logpoint.Line.read(event.at("body", "output").textOrEmpty().stripTrailing()));
        }
      }
      default -> {}
    }
  }

  /// Whether the adapter runs the program, so that nobody else can stop it.
  boolean isDriving() {
    return driving && isOpen();
  }

  /// Whether the adapter has to let the program go on.
  boolean isOpen() {
    DapSession open = session;
    return open != null && !open.ended().isDone();
  }

  void pause() throws InterruptedException {
    DapSession open = session;
    if (open != null) {
      stops.drainPermits();
      if (driving) {
        open.call("pause", Map.of("threadId", 0));
        if (!stops.tryAcquire(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
          throw Inspection.refused(Messages.of("the-app-did-not-stop"));
        }
      }
    }
  }

  void resume() throws InterruptedException {
    DapSession open = session;
    if (open != null) {
      stops.drainPermits();
      driving = true;
      open.call("continue", Map.of("threadId", 0));
    }
  }

  private void leave(DapSession open) throws InterruptedException {
    session = null;
    driving = false;
    inspection.drivenBy(null);
    try {
      open.leave();
    } finally {
      open.close();
    }
  }

  /// Removes all, and leaves the program running if it ran.
  @Override
  public void close() {
    try {
      inspection.alone(
          () -> {
            for (String file : points.stream().map(Point::file).distinct().toList()) {
              points.removeIf(each -> each.file().equals(file));
              plant(file);
            }
            return "";
          });
    } catch (MooringException e) {
      // Delve has gone, and its breakpoints with it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
