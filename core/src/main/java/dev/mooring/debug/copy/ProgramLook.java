package dev.mooring.debug.copy;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.container.DebugImage;
import dev.mooring.debug.container.DebugImages;
import dev.mooring.debug.container.Escalation;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.container.Supervisor;
import dev.mooring.debug.subject.PodSecurity;
import dev.mooring.debug.subject.Privileges;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds out which program a container runs.
///
/// Its image and its pod's manifest do not say, and in the original one may not be able to look: so
/// a pod of its own begins the program slowly and holds it before it does anything.
public final class ProgramLook {
  private static final Duration START = Duration.ofSeconds(90);

  /// Shells, launchers and the like that begin one another.
  private static final int MOST_PASSED = 8;

  private static final int TRIES = 3;

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Copies copies;
  private final List<LanguageRuntime> runtimes;
  private final Patience timing;

  public ProgramLook(
      Cluster cluster,
      Tunnels tunnels,
      Copies copies,
      List<LanguageRuntime> runtimes,
      Patience timing) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.copies = copies;
    this.runtimes = runtimes;
    this.timing = timing;
  }

  /// @param image in which supervisors start on this node
  /// @param privileges with which one saw the program
  public record Known(
      HeldProgram program, LanguageRuntime runtime, DebugImage image, Privileges privileges) {}

  private record Looking(Copies.Copy copy, CopyStart start) {}

  /// @throws MooringException with the reason when it is none that can be debugged, or is not seen
  public Known at(
      TargetContainer target,
      PodTemplate template,
      DebugImages images,
      PodSecurity security,
      Progress progress)
      throws InterruptedException {
    return Escalation.leastFirst(
        security.privileges(target),
        privileges -> at(target, template, images, privileges, progress),
        (next, why) -> progress.step(Messages.of("trying-as", next.words(), why.why())));
  }

  private Known at(
      TargetContainer target,
      PodTemplate template,
      DebugImages images,
      Privileges privileges,
      Progress progress)
      throws InterruptedException {
    Looking looking = images.first(image -> begin(target, template, image, privileges), progress);
    String pod = looking.copy().name();
    try (Supervisor supervisor =
        new Supervisor(() -> tunnels.attach(target.pod().namespace(), pod, CopyPod.HELPER))) {
      return known(target, looking, supervisor, images.now(), privileges);
    } finally {
      looking.copy().removeAside();
    }
  }

  private Looking begin(
      TargetContainer target, PodTemplate template, DebugImage image, Privileges privileges)
      throws InterruptedException {
    Copies.Copy copy = copies.note(target.pod().namespace(), target.owner());
    boolean begun = false;
    try {
      CopyPod pod =
          new CopyPod(target, template, copy.called(), Optional.empty(), image, privileges);
      CopyStart start = CopyStart.create(cluster, pod.looking(timing));
      start.awaitRunning(CopyPod.HELPER, START);
      begun = true;
      return new Looking(copy, start);
    } finally {
      if (!begun) {
        copy.removeAside();
      }
    }
  }

  private Known known(
      TargetContainer target,
      Looking looking,
      Supervisor supervisor,
      DebugImage image,
      Privileges privileges)
      throws InterruptedException {
    List<String> passed = new ArrayList<>();
    int tries = 0;
    while (passed.size() < MOST_PASSED && tries < TRIES) {
      Optional<HeldProgram> held = HeldProgram.of(supervisor);
      if (held.isEmpty()) {
        Optional<MooringException> failure = looking.start().failure(target.name());
        if (failure.isPresent()) {
          throw failure.get();
        }
        tries++;
        continue;
      }
      HeldProgram program = held.get();
      for (LanguageRuntime each : runtimes) {
        if (each.runs(program)) {
          return new Known(program, each, image, privileges);
        }
      }
      passed.add(program.executable());
      program.pass(supervisor);
    }
    throw passed.isEmpty()
        ? cannot(
            Code.DEBUG_NOT_PERMITTED,
            target,
            Messages.of("its-program-was-not-seen", privileges.words()),
            Messages.of("it-needs-the-programs-user-and"))
        : cannot(
            Code.DEBUG_PROGRAM_UNFIT,
            target,
            Messages.of("it-runs-no-program-of-go", String.join(", ", passed)),
            Messages.of("choose-the-container-that-runs-the"));
  }

  private static MooringException cannot(
      Code code, TargetContainer target, String why, String whatToDo) {
    return new Problem(
            code,
            Messages.of("cannot-debug-container", target.name()),
            why,
            new Remedy.Advice(whatToDo))
        .raise();
  }
}
