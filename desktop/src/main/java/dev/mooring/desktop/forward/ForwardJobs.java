package dev.mooring.desktop.forward;

import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.forward.running.ContextForwards;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What the user can do with one forward or many, each as one job. Window and tray share it.
public final class ForwardJobs {
  static final int RESTORED_AT_ONCE = 4;

  private final ContextForwards kept;
  private final Jobs jobs;

  public ForwardJobs(ContextForwards kept, Jobs jobs) {
    this.kept = kept;
    this.jobs = jobs;
  }

  public List<ForwardStatus> all() {
    return kept.all();
  }

  /// Whether it serves, or will once its target is ready.
  public static boolean runs(ForwardStatus forward) {
    return forward.state() instanceof State.Active || forward.state() instanceof State.Waiting;
  }

  /// Whether the user wants it to run, and it may have failed to.
  public static boolean isStarted(ForwardStatus forward) {
    return !(forward.state() instanceof State.Stopped);
  }

  /// Starts those that do not run, also those that failed.
  public void startAll(List<ForwardStatus> forwards) {
    some(forwards, each -> !runs(each), this::start);
  }

  public void stopAll(List<ForwardStatus> forwards) {
    some(forwards, ForwardJobs::isStarted, this::stop);
  }

  public void restartAll(List<ForwardStatus> forwards) {
    some(forwards, ForwardJobs::isStarted, this::start);
  }

  private static void some(
      List<ForwardStatus> forwards,
      Predicate<ForwardStatus> wanted,
      Consumer<List<ForwardSpec>> command) {
    List<ForwardSpec> specs = forwards.stream().filter(wanted).map(ForwardStatus::spec).toList();
    if (!specs.isEmpty()) {
      command.accept(specs);
    }
  }

  /// Starts each; one that runs is started anew.
  public void start(List<ForwardSpec> specs) {
    if (specs.size() == 1) {
      start(Messages.of("job-forwarding", specs.getFirst().target().words()), specs.getFirst());
    } else {
      many(
          Messages.count("job-starting", specs.size(), first(specs)),
          Failure.START,
          specs,
          kept::start);
    }
  }

  /// Starts those that ran when Mooring ended, a few at a time: the window that comes up with them
  /// needs the processor too.
  public void restore() {
    List<ForwardSpec> interrupted = kept.interrupted();
    if (interrupted.size() == 1) {
      start(Messages.count("job-restoring", 1, first(interrupted)), interrupted.getFirst());
    } else if (!interrupted.isEmpty()) {
      many(
          Messages.count("job-restoring", interrupted.size(), first(interrupted)),
          Failure.START,
          interrupted,
          kept::start,
          () -> Executors.newFixedThreadPool(RESTORED_AT_ONCE, Thread.ofVirtual().factory()));
    }
  }

  private void start(String title, ForwardSpec spec) {
    jobs.start(
        title,
        progress -> kept.start(spec),
        status -> Messages.of("listens-on", Address.of(status)));
  }

  public void stop(List<ForwardSpec> specs) {
    many(
        Messages.count("job-stopping", specs.size(), first(specs)),
        Failure.STOP,
        specs,
        kept::stop);
  }

  /// Puts removed ones back as they were.
  void putBack(List<ForwardStatus> forwards) {
    Set<String> started =
        forwards.stream()
            .filter(ForwardJobs::isStarted)
            .map(each -> each.spec().name())
            .collect(Collectors.toSet());
    List<ForwardSpec> specs = forwards.stream().map(ForwardStatus::spec).toList();
    many(
        Messages.count("job-putting-back", specs.size(), first(specs)),
        Failure.SAVE,
        specs,
        each -> {
          if (started.contains(each.name())) {
            kept.start(each);
          } else {
            kept.save(each, false);
          }
        });
  }

  /// Writes one down without starting it.
  public void save(ForwardSpec spec) {
    many(
        Messages.of("job-saving", spec.name()),
        Failure.SAVE,
        List.of(spec),
        each -> kept.save(each, false));
  }

  /// @param name what it was called so far
  public void change(String name, ForwardSpec next) {
    many(
        Messages.of("job-changing", next.name()),
        Failure.CHANGE,
        List.of(next),
        each -> kept.replace(name, each));
  }

  private static String first(List<ForwardSpec> specs) {
    return specs.isEmpty() ? "" : specs.getFirst().name();
  }

  private interface Step {
    void on(ForwardSpec spec) throws InterruptedException;
  }

  /// What several could not do.
  private enum Failure {
    START,
    STOP,
    SAVE,
    CHANGE;

    String words(int failed, int of) {
      return switch (this) {
        case START -> Messages.of("some-did-not-start", failed, of);
        case STOP -> Messages.of("some-did-not-stop", failed, of);
        case SAVE -> Messages.of("some-not-saved", failed, of);
        case CHANGE -> Messages.of("some-not-changed", failed, of);
      };
    }
  }

  /// All at once: a forward that takes its time holds up no other.
  private void many(String title, Failure failure, List<ForwardSpec> specs, Step step) {
    many(title, failure, specs, step, Executors::newVirtualThreadPerTaskExecutor);
  }

  private void many(
      String title,
      Failure failure,
      List<ForwardSpec> specs,
      Step step,
      Supplier<ExecutorService> threads) {
    jobs.start(
        title,
        progress -> {
          List<Problem> problems = new ArrayList<>();
          try (ExecutorService each = threads.get()) {
            List<Callable<Optional<Problem>>> steps = new ArrayList<>();
            specs.forEach(spec -> steps.add(() -> problem(spec, step)));
            for (Future<Optional<Problem>> done : each.invokeAll(steps)) {
              done.get().ifPresent(problems::add);
            }
          } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
          }
          if (!problems.isEmpty()) {
            throw folded(problems, specs.size(), failure).raise();
          }
          return "";
        },
        done -> "");
  }

  private static Optional<Problem> problem(ForwardSpec spec, Step step)
      throws InterruptedException {
    try {
      step.on(spec);
      return Optional.empty();
    } catch (MooringException e) {
      return Optional.of(e.problem());
    }
  }

  private static Problem folded(List<Problem> problems, int of, Failure failure) {
    Problem first = problems.getFirst();
    if (of == 1) {
      return first;
    }
    StringBuilder all = new StringBuilder();
    problems.forEach(each -> all.append(each.what()).append(": ").append(each.why()).append('\n'));
    return new Problem(
        problems.size() == 1 ? first.code() : Code.FORWARD_FAILED,
        failure.words(problems.size(), of),
        first.what() + ": " + first.why(),
        first.remedy(),
        all.toString());
  }
}
