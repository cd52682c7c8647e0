package dev.mooring.debug.snapshot;

import dev.mooring.debug.inspect.DelveConnections;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes one snapshot of a program that Delve is attached to: its memory is written to a file in
/// the debug container while it stands still, then read there by a second Delve and brought here
/// while it runs on.
///
/// Closing removes the file in the pod. Used by one thread; an interrupt cancels, and lets the
/// program go on at once.
public final class SnapshotTaker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotTaker.class);
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final long MOST = 16L << 30;
  private static final long MOST_PROGRAM = 1L << 30;

  /// Left free on this computer.
  private static final long SPARE = 512L << 20;

  /// $1 a directory of this snapshot's
  private static final String REMOVE = "case $1 in */.mooring-snapshot-*) rm -rf -- \"$1\" ;; esac";

  private final Subject subject;
  private final SnapshotStore store;
  private final PodShell shell;
  private final DelveConnections delve;
  private final Surroundings there;

  private SnapshotTaker(
      Subject subject,
      SnapshotStore store,
      PodShell shell,
      DelveConnections delve,
      Surroundings there) {
    this.subject = subject;
    this.store = store;
    this.shell = shell;
    this.delve = delve;
    this.there = there;
  }

  /// Looks at the program without stopping it.
  ///
  /// @throws MooringException when no snapshot can be taken of it
  public static SnapshotTaker of(Subject subject, SnapshotStore store) throws InterruptedException {
    PodShell shell =
        new PodShell(
            command ->
                subject
                    .tunnels()
                    .run(subject.namespace(), subject.pod(), subject.debugger(), command));
    DelveConnections delve = new DelveConnections(subject.delve());
    try {
      String own = Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), 36);
      Surroundings there = Surroundings.read(shell.ask(Surroundings.SCRIPT, own));
      return new SnapshotTaker(subject, store, shell, delve, there);
    } catch (InterruptedException | RuntimeException e) {
      delve.close();
      throw e;
    }
  }

  /// What it will take.
  public Forecast forecast() {
    return Forecast.of(there.resident(), there.core(), subject.budget());
  }

  /// Takes it.
  ///
  /// @throws MooringException when it can't be taken; the program runs on, and nothing is kept
  public Snapshot take(Progress progress) throws InterruptedException {
    try {
      long most = room();
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      try (Draft draft = store.begin(subject.workload(), now)) {
        String core = there.place() + "/core";
        Duration stood = new Dump(delve).write(core, most, progress);
        progress.step(Messages.of("memory-written", seconds(stood)));
        String program = "/proc/" + there.pid() + "/exe";
        Recorder.Result read = read(draft, program, core, progress);
        long holes = bring(draft, program, core, most, progress);
        Forecast forecast = forecast();
        Snapshot taken =
            new Snapshot(
                draft.name(),
                subject.context(),
                subject.namespace(),
                subject.pod(),
                subject.container(),
                now,
                forecast.resident(),
                forecast.freeze(),
                stood,
                Math.max(0, draft.size() - holes),
                read.goroutines(),
                read.recorded());
        draft.keep(taken);
        return taken;
      }
    } catch (IOException e) {
      throw failed(String.valueOf(e.getMessage()), Messages.of("take-it-again"), e);
    }
  }

  private Recorder.Result read(Draft draft, String program, String core, Progress progress)
      throws IOException, InterruptedException {
    try (CoreDelve opened = CoreDelve.open(subject, there.delve(), program, core)) {
      Recorder.Result read = new Recorder(opened.dialer(), draft, progress).record();
      progress.step(Messages.of("goroutines-read", read.goroutines(), read.recorded()));
      return read;
    }
  }

  private long bring(Draft draft, String program, String core, long most, Progress progress)
      throws IOException, InterruptedException {
    try (FileChannel file = draft.create(Layout.PROGRAM)) {
      new PodFile(shell, program, there.gzip())
          .bring(file, MOST_PROGRAM, there.checksums(), Messages.of("the-program"), progress);
    }
    try (FileChannel file = draft.create(Layout.CORE)) {
      return new PodFile(shell, core, there.gzip())
          .bring(file, most, there.checksums(), Messages.of("the-core-file"), progress);
    }
  }

  /// Bytes that the core file may have, there and here.
  private long room() throws IOException {
    if (there.delve().isEmpty() || there.place().isEmpty() || there.pid() == 0) {
      throw failed(Messages.of("nowhere-to-write"), Messages.of("set-a-helper-image"), null);
    }
    long most = Math.min(MOST, Math.min(there.room(), store.room() - SPARE));
    if (there.core() > most) {
      boolean here = store.room() - SPARE < there.room();
      long needed = there.core() >> 20;
      long had = Math.max(0, most) >> 20;
      throw failed(
          here
              ? Messages.of("no-room-here", needed, had)
              : Messages.of("no-room-there", needed, had),
          Messages.of("free-space-or-choose-another-pod"),
          null);
    }
    return most;
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
  }

  private static MooringException failed(String why, String whatToDo, @Nullable IOException cause) {
    Problem problem =
        new Problem(
            Code.SNAPSHOT_FAILED,
            Messages.of("no-snapshot-taken"),
            why,
            new Remedy.Advice(whatToDo));
    return cause == null ? problem.raise() : problem.raise(cause);
  }

  /// Removes what is in the pod, on a thread of its own: for an interrupted caller too.
  @Override
  public void close() {
    Thread removing = Thread.ofVirtual().name("snapshot-remove").start(this::remove);
    boolean interrupted = false;
    try {
      removing.join(CALL.multipliedBy(2));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    delve.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void remove() {
    try {
      if (!there.place().isEmpty()) {
        shell.ask(REMOVE, there.place());
      }
    } catch (MooringException e) {
      LOG.warn("{} is left in the debug container until it ends", there.place(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
