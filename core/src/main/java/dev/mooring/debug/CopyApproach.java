package dev.mooring.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.forward.Selectors;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// Starts the program once more, under a debugger, in a pod beside the original, which is only
/// read.
///
/// What the program is, its image and the pod's manifest do not say, and in the original one may
/// not be able to look: so a first pod begins it slowly and holds it before it does anything.
record CopyApproach(
    Cluster cluster,
    Tunnels tunnels,
    Copies copies,
    List<Runtime> runtimes,
    Timing timing,
    Consumer<DebugSession> closed)
    implements Approach {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration ASK = Duration.ofSeconds(10);

  /// The containers that run before the program may take their time.
  private static final Duration PREPARED = Duration.ofMinutes(5);

  /// Shells, launchers and the like that begin one another.
  private static final int MOST_PASSED = 8;

  private static final int TRIES = 3;

  /// Below the ports that outgoing connections take.
  private static final int FIRST_PORT = 20_000;

  private static final int PORTS = 10_000;

  /// What is known of the program before it is debugged.
  private record Known(
      HeldProgram program, Runtime runtime, DebugImage image, Privileges privileges) {}

  @Override
  public CopiedSession begin(Request request, Progress progress) throws InterruptedException {
    TargetContainer target = request.judged().target();
    PodTemplate template = PodTemplate.of(cluster, target.pod(), target.name());
    mayHaveTraffic(request, template);
    String helper = request.options().helperImage();
    DebugImages images =
        helper.isBlank()
            ? new DebugImages(new NodeImages(cluster).of(target))
            : new DebugImages(List.of(DebugImage.helper(helper)));
    progress.step(Messages.of("looking-what-it-runs", target.name(), target.pod().name()));
    Known known =
        Escalation.leastFirst(
            request.judged().security().privileges(target),
            privileges -> look(target, template, images, privileges, progress),
            (next, why) -> progress.step(Messages.of("trying-as", next.words(), why.why())));
    progress.step(
        Messages.of("is", known.program().executable(), known.runtime().words(known.program())));
    known.runtime().check(known.program());
    return debug(request, template, known, progress);
  }

  /// A controller that takes the copy for its own deletes it, or another pod in its place.
  private static void mayHaveTraffic(Request request, PodTemplate template) {
    boolean traffic = request.options().mode().traffic();
    CopyPod like =
        new CopyPod(
            request.judged().target(),
            template,
            "copy",
            "",
            traffic,
            DebugImage.onNode(""),
            new Privileges(Document.nothing(), false, ""));
    KubeObject pod = like.looking(Timing.USUAL);
    if (template.owner().filter(owner -> Selectors.select(owner, pod)).isPresent()) {
      KubeObject owner = template.owner().get();
      throw new Problem(
              Code.DEBUG_NOT_POSSIBLE,
              Messages.of("cannot-copy-with-traffic", owner.kind() + "/" + owner.name()),
              Messages.of("its-controller-would-take-the-copy"),
              new Remedy.Advice(Messages.of("debug-a-copy-without-traffic")))
          .raise();
    }
  }

  private Known look(
      TargetContainer target,
      PodTemplate template,
      DebugImages images,
      Privileges privileges,
      Progress progress)
      throws InterruptedException {
    Looking looking = images.first(image -> looking(target, template, image, privileges), progress);
    try (Supervisor supervisor =
        new Supervisor(
            () ->
                tunnels.attach(target.pod().namespace(), looking.copy().name(), CopyPod.HELPER))) {
      return known(target, looking, supervisor, images.now(), privileges);
    } finally {
      looking.copy().removeAside();
    }
  }

  private record Looking(Copies.Copy copy, CopyStart start) {}

  private Looking looking(
      TargetContainer target, PodTemplate template, DebugImage image, Privileges privileges)
      throws InterruptedException {
    Copies.Copy copy = copies.note(target.pod().namespace(), base(target));
    boolean begun = false;
    try {
      CopyPod pod =
          new CopyPod(target, template, copy.name(), copy.nonce(), false, image, privileges);
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
      for (Runtime each : runtimes) {
        if (each.runs(program)) {
          return new Known(program, each, image, privileges);
        }
      }
      passed.add(program.executable());
      program.pass(supervisor);
    }
    if (passed.isEmpty()) {
      throw new Problem(
              Code.DEBUG_NOT_PERMITTED,
              Messages.of("cannot-debug-container", target.name()),
              Messages.of("its-program-was-not-seen", privileges.words()),
              new Remedy.Advice(Messages.of("it-needs-the-programs-user-and")))
          .raise();
    }
    throw new Problem(
            Code.DEBUG_PROGRAM_UNFIT,
            Messages.of("cannot-debug-container", target.name()),
            Messages.of("it-runs-no-program-of-go", String.join(", ", passed)),
            new Remedy.Advice(Messages.of("choose-the-container-that-runs-the")))
        .raise();
  }

  private CopiedSession debug(Request request, PodTemplate template, Known known, Progress progress)
      throws InterruptedException {
    TargetContainer target = request.judged().target();
    Copies.Copy copy = copies.note(target.pod().namespace(), base(target));
    boolean begun = false;
    try {
      CopyPod pod =
          new CopyPod(
              target,
              template,
              copy.name(),
              copy.nonce(),
              request.options().mode().traffic(),
              known.image(),
              known.privileges());
      CopiedSession session = debug(request, known, copy, pod, progress);
      begun = true;
      return session;
    } finally {
      if (!begun) {
        copy.removeAside();
      }
    }
  }

  private CopiedSession debug(
      Request request, Known known, Copies.Copy copy, CopyPod pod, Progress progress)
      throws InterruptedException {
    TargetContainer target = request.judged().target();
    String namespace = target.pod().namespace();
    say(pod, progress);
    int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
    CopyStart start =
        CopyStart.create(cluster, pod.debugging(known.runtime(), known.program(), port, timing));
    progress.step(Messages.of("made-copy", copy.name()));
    if (known.runtime().brings()) {
      start.awaitRunning(CopyPod.HELPER, START);
      try (Supervisor supervisor =
          new Supervisor(() -> tunnels.attach(namespace, copy.name(), CopyPod.HELPER))) {
        known.runtime().bring(known.program(), known.image(), supervisor, progress);
        supervisor.ask("quit", ASK);
      }
    }
    TargetContainer own =
        new TargetContainer(start.awaitRunning(target.name(), PREPARED), target.name());
    Dialer dialer = () -> tunnels.open(new PodPort(namespace, copy.name(), port));
    Control control = known.runtime().control(known.program(), own, dialer);
    boolean begun = false;
    try {
      control.begin(request.options().mode().stopAt());
      CopiedSession.Parts parts =
          new CopiedSession.Parts(
              new Verdict(
                  namespace,
                  copy.name(),
                  target.name(),
                  List.of(),
                  request.judged().verdict().facts()),
              own,
              known.runtime().words(known.program()),
              known.runtime().protocol(),
              copy,
              control,
              request.local(),
              control.handovers(
                  request.title(), request.local().address(), request.options().localSource()));
      request.local().leadTo(known.runtime().protocol(), dialer);
      request.listening(progress);
      begun = true;
      return new CopiedSession(cluster, parts, timing, closed);
    } finally {
      if (!begun) {
        control.close();
      }
    }
  }

  private static void say(CopyPod pod, Progress progress) {
    if (!pod.readOnly().isEmpty()) {
      progress.step(Messages.of("mounts-read-only", String.join(", ", pod.readOnly())));
    }
    if (!pod.before().isEmpty()) {
      progress.step(Messages.of("runs-init-containers", String.join(", ", pod.before())));
    }
  }

  private static String base(TargetContainer target) {
    return target.workload().split("/", -1)[1];
  }
}
