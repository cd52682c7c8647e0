package dev.mooring.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.delve.DelveSources;
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
record AttachApproach(
    Cluster cluster,
    Tunnels tunnels,
    DelveSources delves,
    Attempts attempts,
    Timing timing,
    Consumer<DebugSession> closed)
    implements Approach {
  private static final Logger LOG = LoggerFactory.getLogger(AttachApproach.class);
  private static final Duration QUIT_LIMIT = Duration.ofSeconds(5);
  private static final String WORKSPACE = "${workspaceFolder}";

  @Override
  public AttachedSession begin(Request request, Progress progress) throws InterruptedException {
    Preflight.Judged judged = request.judged();
    String helper = request.options().helperImage();
    try {
      DebugImages images =
          helper.isBlank()
              ? new DebugImages(new NodeImages(cluster).of(judged.target()))
              : new DebugImages(List.of(DebugImage.helper(helper)));
      AttachedSession session =
          Escalation.leastFirst(
              judged.security().privileges(judged.target()),
              privileges -> attach(request, images, privileges, progress),
              (next, why) -> progress.step(Messages.of("trying-as", next.words(), why.why())));
      attempts.succeeded(judged.target());
      return session;
    } catch (MooringException e) {
      attempts.failed(judged.target(), e.problem());
      throw e;
    }
  }

  private AttachedSession attach(
      Request request, DebugImages images, Privileges privileges, Progress progress)
      throws InterruptedException {
    TargetContainer target = request.judged().target();
    DebugContainer container =
        images.first(
            image -> {
              DebugContainer next = new DebugContainer(cluster, target, image);
              next.add(privileges, timing.silence(), timing.patience());
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
        new Attachment(tunnels, target, request.judged().security(), privileges, supervisor);
    try {
      boolean bringsDelve = images.now().bringsDelve();
      return attach(request, bringsDelve, attachment, container, supervisor, progress);
    } catch (InterruptedException | RuntimeException e) {
      giveUp(supervisor, container);
      throw e;
    }
  }

  private AttachedSession attach(
      Request request,
      boolean bringsDelve,
      Attachment attachment,
      DebugContainer container,
      Supervisor supervisor,
      Progress progress)
      throws InterruptedException {
    TargetProcess process = attachment.examine(request.options().process());
    progress.step(Messages.of("is", process.name(), process.binary().words()));
    if (!process.others().isEmpty()) {
      progress.step(Messages.of("also-runs-here", String.join(", ", process.others())));
    }
    if (bringsDelve) {
      attachment.checkHelper(process.binary());
    } else {
      new Delivery(delves, supervisor, timing).deliver(process.binary(), progress);
    }
    PodPort place = attachment.start(process);
    progress.step(Messages.of("delve-is-attached-to-process", process.pid()));
    Dialer dialer = () -> tunnels.open(place);
    Delve delve = new Delve(dialer);
    try {
      String local = request.options().localSource();
      SourceMapping mapping = delve.mapping(process.binary(), local.isEmpty() ? WORKSPACE : local);
      request.local().leadTo(dialer);
      request.listening(progress);
      return new AttachedSession(
          new AttachedSession.Parts(
              request.judged().verdict(),
              request.judged().target(),
              process.binary(),
              container,
              supervisor,
              delve,
              request.local(),
              new Handovers(request.title(), request.local().address(), mapping).all()),
          timing,
          closed::accept);
    } catch (InterruptedException | RuntimeException e) {
      delve.close();
      throw e;
    }
  }

  /// Lets the pod's side end at once where it listens; else it ends by itself.
  private static void giveUp(Supervisor supervisor, DebugContainer container) {
    Thread quit =
        Thread.ofVirtual()
            .name("debug-give-up")
            .start(
                () -> {
                  try (supervisor) {
                    supervisor.ask("quit", QUIT_LIMIT);
                    container.awaitEnded(QUIT_LIMIT);
                  } catch (MooringException e) {
                    LOG.debug("the debug container ends by itself: {}", e.problem());
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    try {
      quit.join(QUIT_LIMIT.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
