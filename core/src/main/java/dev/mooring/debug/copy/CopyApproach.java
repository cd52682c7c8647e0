package dev.mooring.debug.copy;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.Verdict;
import dev.mooring.debug.container.DebugImage;
import dev.mooring.debug.container.DebugImages;
import dev.mooring.debug.container.NodeImages;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.container.Supervisor;
import dev.mooring.debug.judge.Approach;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.job.Progress;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// Starts the program once more, under a debugger, in a pod beside the original, which is only
/// read.
///
/// The copy has no probes, and gets no traffic unless that is wanted. What a crash leaves of
/// it is found by a note on this computer and deleted by the next session. Returns once the
/// debugger holds the program where its mode says.
public record CopyApproach(
    Cluster cluster,
    Tunnels tunnels,
    Copies copies,
    List<LanguageRuntime> runtimes,
    Patience timing,
    Consumer<DebugSession> closed)
    implements Approach {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration ASK = Duration.ofSeconds(10);

  /// The containers that run before the program may take their time.
  private static final Duration PREPARED = Duration.ofMinutes(5);

  /// Below the ports that outgoing connections take.
  private static final int FIRST_PORT = 20_000;

  private static final int PORTS = 10_000;

  @Override
  public CopiedSession begin(Request request, Progress progress) throws InterruptedException {
    TargetContainer target = request.judged().target();
    PodTemplate template = PodTemplate.of(cluster, target.pod(), target.name());
    Optional<CopyPod.Traffic> traffic =
        request.options().mode().traffic()
            ? Optional.of(CopyTraffic.of(cluster, target, template))
            : Optional.empty();
    String helper = request.options().helperImage();
    DebugImages images =
        helper.isBlank()
            ? new DebugImages(new NodeImages(cluster).of(target))
            : new DebugImages(List.of(DebugImage.helper(helper)));
    progress.step(Messages.of("looking-what-it-runs", target.name(), target.pod().name()));
    ProgramLook.Known known =
        new ProgramLook(cluster, tunnels, copies, runtimes, timing)
            .at(target, template, images, request.judged().security(), progress);
    progress.step(
        Messages.of("is", known.program().executable(), known.runtime().words(known.program())));
    known.runtime().check(known.program());
    Copies.Copy copy = copies.note(target.pod().namespace(), target.owner());
    boolean begun = false;
    try {
      CopyPod pod =
          new CopyPod(target, template, copy.called(), traffic, known.image(), known.privileges());
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
      Request request, ProgramLook.Known known, Copies.Copy copy, CopyPod pod, Progress progress)
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
    PodPort place = new PodPort(namespace, copy.name(), port);
    Dialer dialer = known.runtime().protocol().guarded(() -> tunnels.open(place));
    Control control = known.runtime().control(known.program(), own, dialer, port);
    boolean begun = false;
    try {
      control.begin(request.options().mode().stopAt());
      CopiedSession session = session(request, known, copy, own, control, witness(pod, namespace));
      request.local().leadTo(known.runtime().protocol(), dialer);
      request.listening(progress);
      begun = true;
      return session;
    } finally {
      if (!begun) {
        control.close();
      }
    }
  }

  private CopiedSession session(
      Request request,
      ProgramLook.Known known,
      Copies.Copy copy,
      TargetContainer own,
      Control control,
      Optional<Supervisor> witness)
      throws InterruptedException {
    return new CopiedSession(
        cluster,
        new CopiedSession.Parts(
            new Verdict(
                own.pod().namespace(),
                copy.name(),
                own.name(),
                List.of(),
                request.judged().verdict().facts()),
            own,
            known.runtime().words(known.program()),
            known.runtime().protocol(),
            copy,
            control,
            witness,
            request.local(),
            request.title(),
            control.handovers(
                request.title(), request.local().address(), request.options().localSource())),
        timing,
        closed);
  }

  private Optional<Supervisor> witness(CopyPod pod, String namespace) {
    return pod.traffic()
        .map(
            ignored ->
                new Supervisor(
                    () -> tunnels.attach(namespace, pod.copy().name(), CopyPod.WITNESS)));
  }

  private static void say(CopyPod pod, Progress progress) {
    if (!pod.readOnly().isEmpty()) {
      progress.step(Messages.of("mounts-read-only", String.join(", ", pod.readOnly())));
    }
    if (!pod.before().isEmpty()) {
      progress.step(Messages.of("runs-init-containers", String.join(", ", pod.before())));
    }
  }
}
