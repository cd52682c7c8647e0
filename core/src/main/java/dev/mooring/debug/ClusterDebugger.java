package dev.mooring.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.forward.LocalUsers;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Attaches by an ephemeral container in the target's process namespace (KEP-277).
///
/// Thread-safe. Closing ends every session.
public final class ClusterDebugger implements Debugger {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterDebugger.class);
  private static final Duration QUIT_LIMIT = Duration.ofSeconds(5);
  private static final int MOST_ENDED = 8;
  private static final String WORKSPACE = "${workspaceFolder}";

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final LocalUsers users;
  private final DelveSources delves;
  private final Timing timing;
  private final List<DebugSession> sessions = new CopyOnWriteArrayList<>();
  private final Attempts attempts = new Attempts();

  /// Owns neither cluster nor tunnels.
  ///
  /// @param users whom the debugger's local port serves
  /// @param delves where Delve comes from when no helper image is set; closed with this
  public ClusterDebugger(Cluster cluster, Tunnels tunnels, LocalUsers users, DelveSources delves) {
    this(cluster, tunnels, users, delves, Timing.USUAL);
  }

  ClusterDebugger(
      Cluster cluster, Tunnels tunnels, LocalUsers users, DelveSources delves, Timing timing) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.users = users;
    this.delves = delves;
    this.timing = timing;
  }

  @Override
  public Verdict judge(DebugTarget target) throws InterruptedException {
    return new Preflight(cluster, attempts).judge(target).verdict();
  }

  @Override
  public Candidates candidates(DebugTarget target) throws InterruptedException {
    return new Preflight(cluster, attempts).candidates(target);
  }

  @Override
  public Candidates candidatesAnew(DebugTarget target) throws InterruptedException {
    new PodChoice(cluster, attempts).all(target).all().forEach(attempts::forget);
    return candidates(target);
  }

  @Override
  public DebugSession attach(DebugTarget wanted, DebugOptions options, Progress progress)
      throws InterruptedException {
    Preflight.Judged judged = new Preflight(cluster, attempts).judge(wanted);
    if (new EndedDebuggers(cluster, tunnels).sendAway(judged.target())) {
      judged = new Preflight(cluster, attempts).judge(wanted);
    }
    Verdict verdict = judged.verdict();
    Optional<Finding> blocker = verdict.findings().stream().filter(Attempts::isCertain).findFirst();
    if (blocker.isPresent()) {
      Finding first = blocker.get();
      throw new Problem(
              Code.DEBUG_NOT_POSSIBLE,
              Messages.of("cannot-debug", wanted.workload()),
              first.words(),
              first.remedy(),
              String.join("\n", verdict.lines()))
          .raise();
    }
    progress.step(Messages.of("chose-container-of-pod", verdict.container(), verdict.pod()));
    String place =
        String.join("/", cluster.context().name(), wanted.namespace(), judged.target().workload());
    LocalEnd local = LocalEnd.open(options.localPort(), place, users, progress);
    try {
      DebugSession session =
          judged.running().isPresent()
              ? forwarded(wanted, judged, judged.running().get(), local, progress)
              : attached(wanted, options, judged, local, progress);
      keep(session);
      return session;
    } catch (InterruptedException | RuntimeException e) {
      local.close();
      throw e;
    }
  }

  private ForwardedSession forwarded(
      DebugTarget wanted,
      Preflight.Judged judged,
      RunningDelve running,
      LocalEnd local,
      Progress progress)
      throws InterruptedException {
    ForwardedSession session =
        new ForwardedSession(
            cluster, tunnels, judged, running, local, title(wanted), timing, sessions::remove);
    try {
      session.greet();
    } catch (InterruptedException | RuntimeException e) {
      session.close();
      throw e;
    }
    progress.step(Messages.of("delve-listens-already", running.port()));
    listening(local, progress);
    return session;
  }

  private AttachedSession attached(
      DebugTarget wanted,
      DebugOptions options,
      Preflight.Judged judged,
      LocalEnd local,
      Progress progress)
      throws InterruptedException {
    try {
      DebugImages images =
          options.helperImage().isBlank()
              ? new DebugImages(new NodeImages(cluster).of(judged.target()))
              : new DebugImages(List.of(DebugImage.helper(options.helperImage())));
      AttachedSession session =
          Escalation.leastFirst(
              judged.security().privileges(judged.target()),
              privileges -> attach(wanted, options, judged, images, local, privileges, progress),
              (next, why) -> progress.step(Messages.of("trying-as", next.words(), why.why())));
      attempts.succeeded(judged.target());
      return session;
    } catch (MooringException e) {
      attempts.failed(judged.target(), e.problem());
      throw e;
    }
  }

  private static String title(DebugTarget wanted) {
    return Messages.of("mooring", wanted.namespace(), wanted.workload());
  }

  private static void listening(LocalEnd local, Progress progress) {
    InetSocketAddress address = local.address();
    progress.step(
        Messages.of("listening-on", address.getAddress().getHostAddress(), address.getPort()));
  }

  private AttachedSession attach(
      DebugTarget wanted,
      DebugOptions options,
      Preflight.Judged judged,
      DebugImages images,
      LocalEnd local,
      Privileges privileges,
      Progress progress)
      throws InterruptedException {
    Verdict verdict = judged.verdict();
    DebugContainer container =
        images.first(
            image -> {
              DebugContainer next = new DebugContainer(cluster, judged.target(), image);
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
        new Supervisor(() -> tunnels.attach(verdict.namespace(), verdict.pod(), container.name()));
    Attachment attachment =
        new Attachment(tunnels, judged.target(), judged.security(), privileges, supervisor);
    try {
      return attach(
          wanted, options, judged, images, local, attachment, container, supervisor, progress);
    } catch (InterruptedException | RuntimeException e) {
      giveUp(supervisor, container);
      throw e;
    }
  }

  private AttachedSession attach(
      DebugTarget wanted,
      DebugOptions options,
      Preflight.Judged judged,
      DebugImages images,
      LocalEnd local,
      Attachment attachment,
      DebugContainer container,
      Supervisor supervisor,
      Progress progress)
      throws InterruptedException {
    TargetProcess process = attachment.examine(options.process());
    progress.step(Messages.of("is", process.name(), process.binary().words()));
    if (!process.others().isEmpty()) {
      progress.step(Messages.of("also-runs-here", String.join(", ", process.others())));
    }
    if (images.now().bringsDelve()) {
      attachment.checkHelper(process.binary());
    } else {
      new Delivery(delves, supervisor, timing).deliver(process.binary(), progress);
    }
    PodPort place = attachment.start(process);
    progress.step(Messages.of("delve-is-attached-to-process", process.pid()));
    Dialer dialer = () -> tunnels.open(place);
    Delve delve = new Delve(dialer);
    try {
      String source = options.localSource().isEmpty() ? WORKSPACE : options.localSource();
      SourceMapping mapping = delve.mapping(process.binary(), source);
      local.leadTo(dialer);
      listening(local, progress);
      return new AttachedSession(
          new AttachedSession.Parts(
              judged.verdict(),
              judged.target(),
              process.binary(),
              container,
              supervisor,
              delve,
              local,
              new Handovers(title(wanted), local.address(), mapping).all()),
          timing,
          sessions::remove);
    } catch (InterruptedException | RuntimeException e) {
      delve.close();
      throw e;
    }
  }

  /// With the last that ended by themselves, so that somebody reads why.
  private void keep(DebugSession session) {
    sessions.add(session);
    sessions.stream()
        .filter(each -> each.state().get().phase() == DebugSession.Phase.ENDED)
        .sorted(Comparator.comparingInt(sessions::indexOf).reversed())
        .skip(MOST_ENDED)
        .forEach(DebugSession::close);
  }

  @Override
  public List<DebugSession> sessions() {
    return List.copyOf(sessions);
  }

  @Override
  public void close() {
    for (DebugSession each : sessions) {
      each.close();
    }
    delves.close();
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
