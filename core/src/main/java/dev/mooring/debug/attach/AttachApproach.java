package dev.mooring.debug.attach;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.container.DebugContainer;
import dev.mooring.debug.container.DebugImage;
import dev.mooring.debug.container.DebugImages;
import dev.mooring.debug.container.Delivery;
import dev.mooring.debug.container.Escalation;
import dev.mooring.debug.container.NodeImages;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.container.Supervisor;
import dev.mooring.debug.container.TargetProcess;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.debug.judge.Admission;
import dev.mooring.debug.judge.Approach;
import dev.mooring.debug.judge.Preflight;
import dev.mooring.debug.session.Delve;
import dev.mooring.debug.subject.Attempts;
import dev.mooring.debug.subject.Privileges;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Attaches Delve by an ephemeral container in the target's process namespace (KEP-277), without a
/// restart.
public record AttachApproach(
    Cluster cluster,
    Tunnels tunnels,
    DelveSources delves,
    Admission admission,
    Patience timing,
    Consumer<DebugSession> closed)
    implements Approach {
  private static final Logger LOG = LoggerFactory.getLogger(AttachApproach.class);
  private static final Duration QUIT_LIMIT = Duration.ofSeconds(5);

  @Override
  public AttachedSession begin(Request request, Progress progress) throws InterruptedException {
    Attached attached = attachWithSources(request.judged(), request.options(), progress);
    request.local().leadTo(DebugProtocol.DELVE, attached.dialer());
    request.listening(progress);
    return new AttachedSession(
        attached,
        request.local(),
        request.title(),
        new Comeback(cluster, next -> again(next, request.options()), timing),
        timing,
        closed::accept);
  }

  private Attached again(TargetContainer next, DebugOptions options) throws InterruptedException {
    String namespace = next.pod().namespace();
    return attachWithSources(
        admission.admit(
            new DebugTarget(namespace, "pod/" + next.pod().name(), next.name()), options),
        options,
        Progress.none());
  }

  private Attached attachWithSources(
      Preflight.Judged judged, DebugOptions options, Progress progress)
      throws InterruptedException {
    Attached attached = attach(judged, options, progress);
    try {
      progress.step(attached.findSources(options.localSource()).words());
      return attached;
    } catch (InterruptedException | RuntimeException e) {
      giveUp(attached::end);
      throw e;
    }
  }

  private Attached attach(Preflight.Judged judged, DebugOptions options, Progress progress)
      throws InterruptedException {
    String helper = options.helperImage();
    Attempts attempts = admission.attempts();
    try {
      DebugImages images =
          helper.isBlank()
              ? new DebugImages(new NodeImages(cluster).of(judged.target()))
              : new DebugImages(List.of(DebugImage.helper(helper)));
      Attached attached =
          Escalation.leastFirst(
              judged.security().privileges(judged.target()),
              privileges -> attach(judged, options, images, privileges, progress),
              (next, why) -> progress.step(Messages.of("trying-as", next.words(), why.why())));
      attempts.succeeded(judged.target());
      return attached;
    } catch (MooringException e) {
      attempts.failed(judged.target(), e.problem());
      throw e;
    }
  }

  private Attached attach(
      Preflight.Judged judged,
      DebugOptions options,
      DebugImages images,
      Privileges privileges,
      Progress progress)
      throws InterruptedException {
    TargetContainer target = judged.target();
    Patience careful = timing.within(target.stopBudget());
    DebugContainer container =
        images.first(
            image -> {
              DebugContainer next = new DebugContainer(cluster, target, image);
              next.add(privileges, careful.silence(), careful.patience());
              next.awaitRunning();
              return next;
            },
            progress);
    progress.step(
        Messages.of(
            "started-debug-container-as",
            container.name(),
            privileges.words(),
            images.now().image()));
    Supervisor supervisor =
        new Supervisor(
            () -> tunnels.attach(target.pod().namespace(), target.pod().name(), container.name()));
    Attachment attachment =
        new Attachment(tunnels, target, judged.security(), privileges, supervisor);
    try {
      TargetProcess process =
          prepare(options, images.now().bringsDelve(), attachment, supervisor, progress);
      Headroom headroom = Headroom.make(cluster, target, attachment.resident(process), progress);
      try {
        PodPort place = attachment.start(process);
        progress.step(Messages.of("delve-is-attached-to-process", process.pid()));
        Dialer dialer = DebugProtocol.DELVE.guarded(() -> tunnels.open(place));
        return new Attached(
            new Attached.Parts(
                judged.verdict(),
                target,
                judged.callers(),
                process.binary(),
                container,
                supervisor,
                dialer,
                new Delve(dialer),
                headroom),
            timing);
      } catch (InterruptedException | RuntimeException e) {
        headroom.close();
        throw e;
      }
    } catch (InterruptedException | RuntimeException e) {
      giveUp(() -> sendAway(supervisor, container));
      throw e;
    }
  }

  /// What is done before the program is touched.
  private TargetProcess prepare(
      DebugOptions options,
      boolean bringsDelve,
      Attachment attachment,
      Supervisor supervisor,
      Progress progress)
      throws InterruptedException {
    TargetProcess process = attachment.examine(options.process());
    progress.step(Messages.of("is", process.name(), process.binary().words()));
    if (!process.others().isEmpty()) {
      progress.step(Messages.of("also-runs-here", String.join(", ", process.others())));
    }
    if (bringsDelve) {
      attachment.checkHelper(process.binary());
    } else {
      new Delivery(delves, supervisor, timing).deliver(process.binary(), progress);
    }
    return process;
  }

  /// Also for an interrupted caller.
  private static void giveUp(Runnable end) {
    Thread quit = Thread.ofVirtual().name("debug-give-up").start(end);
    try {
      quit.join(QUIT_LIMIT.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets the pod's side end at once where it listens; else it ends by itself.
  private static void sendAway(Supervisor supervisor, DebugContainer container) {
    try (supervisor) {
      supervisor.ask("quit", QUIT_LIMIT);
      container.awaitEnded(QUIT_LIMIT);
    } catch (MooringException e) {
      LOG.debug("the debug container ends by itself: {}", e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
