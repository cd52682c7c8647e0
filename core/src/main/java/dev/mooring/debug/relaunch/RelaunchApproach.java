package dev.mooring.debug.relaunch;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.Verdict;
import dev.mooring.debug.container.DebugImage;
import dev.mooring.debug.container.DebugImages;
import dev.mooring.debug.container.NodeImages;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.copy.Control;
import dev.mooring.debug.copy.CopiedSession;
import dev.mooring.debug.copy.Copies;
import dev.mooring.debug.copy.CopyPod;
import dev.mooring.debug.copy.LanguageRuntime;
import dev.mooring.debug.copy.PodTemplate;
import dev.mooring.debug.copy.ProgramLook;
import dev.mooring.debug.copy.Undo;
import dev.mooring.debug.judge.Approach;
import dev.mooring.debug.subject.OwningWorkload;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Review;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes the workload so that its pods start the program under a debugger, and restores it
/// exactly at the end.
///
/// All pods of the workload are replaced, twice: at the beginning and at the end. What was
/// there before is kept in the workload itself ([Relaunches]), so that anybody can restore it
/// after a crash. Returns when a new pod's debugger listens.
public record RelaunchApproach(
    Cluster cluster,
    Tunnels tunnels,
    Copies copies,
    Relaunches relaunches,
    List<LanguageRuntime> runtimes,
    Patience timing,
    Consumer<DebugSession> closed)
    implements Approach {
  private static final Logger LOG = LoggerFactory.getLogger(RelaunchApproach.class);

  /// Below the ports that outgoing connections take.
  private static final int FIRST_PORT = 20_000;

  private static final int PORTS = 10_000;

  @Override
  public CopiedSession begin(Request request, Progress progress) throws InterruptedException {
    TargetContainer target = request.judged().target();
    OwningWorkload workload = OwningWorkload.of(cluster, target.pod());
    Review.of(cluster, Needs.debugRelaunch(target.pod().namespace(), workload.kind()))
        .demand(Messages.of("cannot-relaunch", workload.object().words()));
    String helper = request.options().helperImage();
    DebugImages images =
        helper.isBlank()
            ? new DebugImages(new NodeImages(cluster).of(target))
            : new DebugImages(List.of(DebugImage.helper(helper)));
    progress.step(Messages.of("looking-what-it-runs", target.name(), target.pod().name()));
    ProgramLook.Known known =
        new ProgramLook(cluster, tunnels, copies, runtimes, timing)
            .at(
                target,
                PodTemplate.of(cluster, target.pod(), target.name()),
                images,
                request.judged().security(),
                progress);
    progress.step(
        Messages.of("is", known.program().executable(), known.runtime().words(known.program())));
    known.runtime().check(known.program());
    int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    // The pods may come to nodes that lack the image.
    DebugImage image =
        new DebugImage(known.image().image(), "IfNotPresent", known.image().bringsDelve());
    Document template =
        RelaunchTemplate.of(
            workload.template(),
            target.name(),
            known,
            CopyPod.delivery(image, known.privileges(), timing),
            port,
            id);
    Undo change = relaunches.change(workload, id, template);
    progress.step(Messages.of("changed-workload", workload.object().words()));
    RelaunchedPods pods = new RelaunchedPods(cluster, tunnels, target, known, port, id, progress);
    boolean begun = false;
    try {
      CopiedSession session = session(request, known, pods, change, port, progress);
      begun = true;
      return session;
    } finally {
      if (!begun) {
        pods.close();
        restore(change);
      }
    }
  }

  private CopiedSession session(
      Request request,
      ProgramLook.Known known,
      RelaunchedPods pods,
      Undo change,
      int port,
      Progress progress)
      throws InterruptedException {
    TargetContainer own = pods.first();
    String namespace = own.pod().namespace();
    Dialer dialer = () -> tunnels.open(new PodPort(namespace, own.pod().name(), port));
    Control control = known.runtime().control(known.program(), own, dialer, port);
    boolean begun = false;
    try {
      control.begin(request.options().mode().stopAt());
      CopiedSession.Parts parts =
          new CopiedSession.Parts(
              new Verdict(
                  namespace,
                  own.pod().name(),
                  own.name(),
                  List.of(),
                  request.judged().verdict().facts()),
              own,
              known.runtime().words(known.program()),
              known.runtime().protocol(),
              new Ending(change, pods),
              control,
              Optional.empty(),
              request.local(),
              request.title(),
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

  /// Brings nothing more to pods.
  private record Ending(Undo change, RelaunchedPods pods) implements Undo {
    @Override
    public String name() {
      return change.name();
    }

    @Override
    public String done() {
      return change.done();
    }

    @Override
    public void undo() throws InterruptedException {
      pods.close();
      change.undo();
    }

    @Override
    public boolean servesOthers() {
      return true;
    }

    @Override
    public void leave() {
      pods.close();
      change.leave();
    }
  }

  /// On a thread of its own, so that an interrupt does not keep it from it.
  private static void restore(Undo change) throws InterruptedException {
    Thread thread =
        Thread.ofVirtual()
            .name("debug-restore")
            .start(
                () -> {
                  try {
                    change.undo();
                  } catch (MooringException e) {
                    LOG.warn("{} is not restored: {}", change.name(), e.problem());
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    boolean interrupted = Thread.interrupted();
    try {
      thread.join();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
