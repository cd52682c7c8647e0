package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Dialer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Looks into a program that Delve is attached to, and moves it on, over Delve's JSON-RPC API
/// (version 2, `service/rpc2` in its source).
///
/// A program that runs is stopped for the milliseconds that a question takes and goes on after it;
/// one that is stopped stays stopped. Others who share the session, such as an editor, see that
/// stop. Thread-safe; every call is bounded. Failures are [MooringException]s with Delve's words.
public final class Inspection implements ProgramState {
  static final Duration CALL = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(25);
  private static final int DEEPEST_STACK = 64;

  private static final int MOST_GROUPS = 1_000;

  /// Delve's `api.GoroutineUserLoc`.
  private static final int BY_USER_LOCATION = 2;

  private static final int IDS_OF_A_GROUP = 10;

  private final DelveConnections delve;
  private volatile @Nullable Logpoints driver;

  /// @param dialer leads to Delve's port
  public Inspection(Dialer dialer) {
    delve = new DelveConnections(dialer);
  }

  /// Where the program is, without stopping it. Waits for a question of this inspection that does.
  public Stop state() throws InterruptedException {
    synchronized (delve) {
      return Stop.read(delve.state(CALL));
    }
  }

  /// Waits until the program stops or ends.
  ///
  /// @return the last state, which is that it runs when the limit passed
  public Stop awaitStop(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Stop now = state();
    while (now.state() == Stop.State.RUNNING && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE);
      now = state();
    }
    return now;
  }

  /// Plants a breakpoint.
  ///
  /// @param place as in Delve's `break`: "main.go:41", "main.handle", "main.handle:3"
  /// @param condition in Go, such as `id == 7`; empty for none
  public Breakpoint addBreakpoint(String place, String condition) throws InterruptedException {
    return whileStopped(
        client -> {
          Document found = locate(client, place);
          Map<String, Object> breakpoint = new LinkedHashMap<>();
          breakpoint.put("addrs", pcs(found));
          breakpoint.put("Cond", condition);
          return Breakpoint.read(
              client
                  .call("CreateBreakpoint", Map.of("Breakpoint", breakpoint), CALL)
                  .at("Breakpoint"));
        });
  }

  /// Where a breakpoint at a place would be; nothing is planted.
  public Breakpoint place(String place) throws InterruptedException {
    return whileStopped(
        client -> {
          Document found = locate(client, place);
          return new Breakpoint(
              0,
              Values.line(found.at("file").textOrEmpty()),
              number(found, "line"),
              Values.line(found.at("function", "name").textOrEmpty()),
              "",
              0);
        });
  }

  private static List<Long> pcs(Document location) {
    List<Document> all = location.at("pcs").items();
    return (all.isEmpty() ? List.of(location.at("pc")) : all)
        .stream().map(each -> each.integer().orElse(0L)).toList();
  }

  private static Document locate(DelveClient client, String place) throws InterruptedException {
    List<Document> found =
        client
            .call(
                "FindLocation",
                Map.of("Scope", scope(-1, 0), "Loc", place, "IncludeNonExecutableLines", false),
                CALL)
            .at("Locations")
            .items();
    if (found.size() != 1) {
      throw new Problem(
              Code.DELVE_FAILED,
              Messages.of("no-breakpoint-was-set"),
              found.isEmpty()
                  ? Messages.of("nothing-is-at", place)
                  : Messages.of("several-places-match", found.size(), place),
              new Remedy.Advice(Messages.of("name-a-file-and-line")))
          .raise();
    }
    return found.getFirst();
  }

  /// Those that people set, not Delve's own.
  public List<Breakpoint> breakpoints() throws InterruptedException {
    return whileStopped(client -> client.breakpoints(CALL).stream().map(Breakpoint::read).toList());
  }

  /// Takes one out, in a stop of milliseconds where the program runs.
  ///
  /// @param id as [#breakpoints] lists it
  public void removeBreakpoint(long id) throws InterruptedException {
    whileStopped(
        client -> {
          client.clearBreakpoint(id, CALL);
          return id;
        });
  }

  /// Lets the program run; returns at once.
  public void resume() throws InterruptedException {
    synchronized (delve) {
      if (!runs() && state().stopped()) {
        goOn();
      }
    }
  }

  /// Whoever runs the program must also be who stops it.
  ///
  /// @param logpoints null for this inspection itself
  void drivenBy(@Nullable Logpoints logpoints) {
    driver = logpoints;
  }

  void goOn() throws InterruptedException {
    Logpoints by = driver;
    if (by != null && by.isOpen()) {
      by.resume();
    } else {
      delve.resume();
    }
  }

  private void stand() throws InterruptedException {
    Logpoints by = driver;
    if (by != null && by.isDriving()) {
      by.pause();
    } else {
      delve.halt(CALL);
    }
  }

  /// Seen from the program at a logpoint, it seems stopped, and isn't.
  private boolean runs() throws InterruptedException {
    Logpoints by = driver;
    return (by != null && by.isDriving()) || state().state() == Stop.State.RUNNING;
  }

  /// Stops the program where it is.
  public Stop halt() throws InterruptedException {
    synchronized (delve) {
      if (runs()) {
        stand();
      }
      return state();
    }
  }

  /// One step of a program that is stopped.
  ///
  /// @throws MooringException also when it doesn't come to a stop in time; it runs then
  public Stop step(Step step) throws InterruptedException {
    Future<Document> stop;
    synchronized (delve) {
      demandStopped();
      stop = delve.control().move(step.command);
    }
    // Outside, so that its state can be asked for meanwhile.
    return Stop.read(DelveClient.await(stop, CALL).at("State"));
  }

  /// How far a step goes.
  public enum Step {
    OVER("next"),
    INTO("step"),
    OUT("stepOut");

    private final String command;

    Step(String command) {
      this.command = command;
    }
  }

  /// Evaluates an expression of Go, as Delve's `print` does.
  ///
  /// @param goroutine 0 for the selected one
  /// @param frame 0 for the innermost call
  @Override
  public Value eval(String expression, long goroutine, int frame) throws InterruptedException {
    return whileStopped(
        client ->
            Values.read(
                client
                    .call(
                        "Eval",
                        Map.of(
                            "Scope",
                            scope(goroutine, frame),
                            "Expr",
                            expression,
                            "Cfg",
                            Values.LOADED),
                        CALL)
                    .at("Variable")));
  }

  /// Arguments and local variables of a call, in this order.
  @Override
  public List<Value> variables(long goroutine, int frame) throws InterruptedException {
    Map<String, Object> asked = Map.of("Scope", scope(goroutine, frame), "Cfg", Values.LOADED);
    return whileStopped(
        client -> {
          List<Value> all = new ArrayList<>();
          client.call("ListFunctionArgs", asked, CALL).at("Args").items().stream()
              .map(Values::read)
              .forEach(all::add);
          client.call("ListLocalVars", asked, CALL).at("Variables").items().stream()
              .map(Values::read)
              .forEach(all::add);
          return List.copyOf(all);
        });
  }

  /// The calls of a goroutine, innermost first.
  @Override
  public List<Frame> stack(long goroutine) throws InterruptedException {
    return whileStopped(client -> stack(client, goroutine));
  }

  private static List<Frame> stack(DelveClient client, long goroutine) throws InterruptedException {
    return client
        .call(
            "Stacktrace",
            Map.of("Id", goroutine == 0 ? -1 : goroutine, "Depth", DEEPEST_STACK, "Full", false),
            CALL)
        .at("Locations")
        .items()
        .stream()
        .map(Frame::read)
        .toList();
  }

  /// All goroutines, grouped by where they are. Delve groups them, so 10,000 are a short answer.
  ///
  /// @param stacks how many groups get the stack of their first goroutine, the largest ones
  @Override
  public Goroutines goroutines(int stacks) throws InterruptedException {
    return whileStopped(client -> goroutines(client, stacks));
  }

  private static Goroutines goroutines(DelveClient client, int stacks) throws InterruptedException {
    Document answer =
        client.call(
            "ListGoroutines",
            Map.of(
                "Start",
                0,
                "Count",
                0,
                "GroupBy",
                BY_USER_LOCATION,
                "MaxGroupMembers",
                IDS_OF_A_GROUP,
                "MaxGroups",
                MOST_GROUPS),
            CALL);
    List<Document> listed = answer.at("Goroutines").items();
    List<Document> groups =
        answer.at("Groups").items().stream()
            .sorted(Comparator.comparingLong((Document each) -> -number(each, "Total")))
            .toList();
    List<GoroutineGroup> found = new ArrayList<>();
    long total = 0;
    for (Document each : groups) {
      total += number(each, "Total");
      List<Document> members = members(listed, each);
      if (!members.isEmpty()) {
        Document first = members.getFirst();
        found.add(
            new GoroutineGroup(
                number(each, "Total"),
                members.stream().map(member -> number(member, "id")).toList(),
                Frame.read(first.at("userCurrentLoc")),
                Frame.read(first.at("goStatementLoc")),
                found.size() < stacks ? stackOrNone(client, number(first, "id")) : List.of()));
      }
    }
    return new Goroutines(total, answer.at("TooManyGroups").isTrue(), found);
  }

  private static List<Document> members(List<Document> listed, Document group) {
    int start = Math.toIntExact(Math.clamp(number(group, "Offset"), 0, listed.size()));
    int count = Math.toIntExact(Math.clamp(number(group, "Count"), 0, listed.size() - start));
    return listed.subList(start, start + count);
  }

  private static long number(Document document, String key) {
    return document.at(key).integer().orElse(0L);
  }

  /// One may have ended a moment ago, or be in a place that Delve cannot unwind.
  private static List<Frame> stackOrNone(DelveClient client, long goroutine)
      throws InterruptedException {
    try {
      return stack(client, goroutine);
    } catch (MooringException e) {
      return List.of();
    }
  }

  private void demandStopped() throws InterruptedException {
    if (!state().stopped()) {
      throw new Problem(
              Code.DELVE_FAILED,
              Messages.of("cannot-step"),
              Messages.of("the-app-is-running"),
              new Remedy.Advice(Messages.of("set-a-breakpoint-and-wait")))
          .raise();
    }
  }

  /// A question that Delve answers only while the program is stopped.
  @FunctionalInterface
  interface Question<T> {
    T ask(DelveClient client) throws InterruptedException;
  }

  <T> T whileStopped(Question<T> question) throws InterruptedException {
    synchronized (delve) {
      boolean ran = runs();
      try {
        if (ran) {
          stand();
        }
        return question.ask(delve.query());
      } finally {
        if (ran) {
          goOn();
        }
      }
    }
  }

  /// Work that no question of this inspection comes between.
  @FunctionalInterface
  interface Alone<T> {
    T work() throws InterruptedException;
  }

  <T> T alone(Alone<T> work) throws InterruptedException {
    synchronized (delve) {
      return work.work();
    }
  }

  static MooringException refused(String why) {
    return new Problem(
            Code.DELVE_FAILED,
            Messages.of("no-breakpoint-was-set"),
            why,
            new Remedy.Advice(Messages.of("continue-or-end-the-session-then")))
        .raise();
  }

  static Map<String, Object> scope(long goroutine, int frame) {
    return Map.of("GoroutineID", goroutine == 0 ? -1 : goroutine, "Frame", frame);
  }

  /// Leaves the program as it is.
  @Override
  public void close() {
    delve.close();
  }
}
