package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Words;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.KeptForwards;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What the user can do with one forward or many, each as one job. Window and tray share it.
public final class ForwardJobs {
  private final KeptForwards kept;
  private final Jobs jobs;

  public ForwardJobs(KeptForwards kept, Jobs jobs) {
    this.kept = kept;
    this.jobs = jobs;
  }

  public List<ForwardStatus> all() {
    return kept.all();
  }

  /// Starts each; one that runs is started anew.
  public void start(List<ForwardSpec> specs) {
    if (specs.size() == 1) {
      start(Messages.of("forwarding", specs.getFirst().target().words()), specs.getFirst());
    } else {
      many(Messages.of("starting"), Messages.of("did-not-start"), specs, kept::start);
    }
  }

  /// Starts those that ran when Mooring ended.
  public void restore() {
    List<ForwardSpec> interrupted = kept.interrupted();
    if (interrupted.size() == 1) {
      start(
          Messages.of("restoring-forward", interrupted.getFirst().name()), interrupted.getFirst());
    } else if (!interrupted.isEmpty()) {
      many(Messages.of("restoring"), Messages.of("did-not-start"), interrupted, kept::start);
    }
  }

  private void start(String title, ForwardSpec spec) {
    jobs.start(
        title, progress -> kept.start(spec), status -> Messages.of("on", Address.of(status)));
  }

  public void stop(List<ForwardSpec> specs) {
    many(Messages.of("stopping"), Messages.of("did-not-stop"), specs, kept::stop);
  }

  public void remove(List<ForwardSpec> specs) {
    many(Messages.of("removing"), Messages.of("could-not-be-removed"), specs, kept::remove);
  }

  /// Writes one down without starting it.
  public void save(ForwardSpec spec) {
    many(
        Messages.of("saving"),
        Messages.of("could-not-be-saved"),
        List.of(spec),
        each -> kept.save(each, false));
  }

  /// @param name what it was called so far
  public void change(String name, ForwardSpec next) {
    many(
        Messages.of("changing"),
        Messages.of("could-not-be-changed"),
        List.of(next),
        each -> kept.replace(name, each));
  }

  private interface Step {
    void on(ForwardSpec spec) throws InterruptedException;
  }

  /// All at once: a forward that takes its time holds up no other.
  private void many(String doing, String failed, List<ForwardSpec> specs, Step step) {
    String what =
        specs.size() == 1
            ? Messages.of("forward", specs.getFirst().name())
            : Messages.of("forwards", specs.size());
    jobs.start(
        doing + " " + what,
        progress -> {
          List<Problem> problems = new ArrayList<>();
          try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Optional<Problem>>> steps = new ArrayList<>();
            specs.forEach(spec -> steps.add(() -> problem(spec, step)));
            for (Future<Optional<Problem>> done : each.invokeAll(steps)) {
              done.get().ifPresent(problems::add);
            }
          } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
          }
          if (!problems.isEmpty()) {
            throw folded(problems, specs.size(), failed).raise();
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

  private static Problem folded(List<Problem> problems, int of, String failed) {
    Problem first = problems.getFirst();
    if (of == 1) {
      return first;
    }
    StringBuilder all = new StringBuilder();
    problems.forEach(each -> all.append(each.what()).append(": ").append(each.why()).append('\n'));
    return new Problem(
        problems.size() == 1 ? first.code() : Code.FORWARD_FAILED,
        Messages.of("of", Words.count(problems.size(), "forward", "forwards"), of, failed),
        first.what() + ": " + first.why(),
        first.remedy(),
        all.toString());
  }
}
