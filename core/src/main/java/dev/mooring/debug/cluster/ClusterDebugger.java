package dev.mooring.debug.cluster;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.Candidates;
import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.debug.Mode;
import dev.mooring.debug.Relaunched;
import dev.mooring.debug.Verdict;
import dev.mooring.debug.attach.AttachApproach;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.copy.Copies;
import dev.mooring.debug.copy.CopyApproach;
import dev.mooring.debug.copy.GoRuntime;
import dev.mooring.debug.copy.JvmRuntime;
import dev.mooring.debug.copy.LanguageRuntime;
import dev.mooring.debug.copy.NodeRuntime;
import dev.mooring.debug.copy.PythonRuntime;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.debug.forwarded.ForwardApproach;
import dev.mooring.debug.forwarded.InspectorApproach;
import dev.mooring.debug.image.Images;
import dev.mooring.debug.inspect.DelvePort;
import dev.mooring.debug.judge.Admission;
import dev.mooring.debug.judge.Approach;
import dev.mooring.debug.judge.CopyOffer;
import dev.mooring.debug.judge.Preflight;
import dev.mooring.debug.program.Programs;
import dev.mooring.debug.relaunch.RelaunchApproach;
import dev.mooring.debug.relaunch.Relaunches;
import dev.mooring.debug.session.LocalEnd;
import dev.mooring.debug.snapshot.SnapshotStore;
import dev.mooring.debug.snapshot.SnapshotTaker;
import dev.mooring.debug.subject.Attempts;
import dev.mooring.debug.subject.OwningWorkload;
import dev.mooring.debug.subject.PodChoice;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.Tunnels;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Judges, chooses the approach, and keeps what it begins.
///
/// Thread-safe. Closing ends every session.
///
/// The order of the ways: a debugger that the container runs already is only forwarded to; a
/// Node.js is asked to open its own; else the options say whether Delve is attached, or the
/// program is started under a debugger in a copy or in its workload. Sessions that ended by
/// themselves stay listed until somebody has read why.
public final class ClusterDebugger implements Debugger {
  private static final int MOST_ENDED = 8;

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final LocalUsers users;
  private final DelveSources delves;
  private final Patience timing;
  private final List<DebugSession> sessions = new CopyOnWriteArrayList<>();
  private final Attempts attempts = new Attempts();
  private final Copies copies;
  private final Relaunches relaunches;
  private final Programs programs;

  /// Owns neither cluster nor tunnels.
  ///
  /// @param users whom the debugger's local port serves
  /// @param delves where Delve comes from when no helper image is set; closed with this
  /// @param state where this user's Mooring keeps what outlives a run
  public ClusterDebugger(
      Cluster cluster, Tunnels tunnels, LocalUsers users, DelveSources delves, Path state) {
    this(cluster, tunnels, users, delves, state, Patience.USUAL);
  }

  public ClusterDebugger(
      Cluster cluster,
      Tunnels tunnels,
      LocalUsers users,
      DelveSources delves,
      Path state,
      Patience timing) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.users = users;
    this.delves = delves;
    this.timing = timing;
    this.copies = new Copies(state, cluster);
    this.relaunches = new Relaunches(state, cluster);
    this.programs = new Programs(cluster, tunnels, new Images(delves.registryWay()));
  }

  private Preflight preflight() {
    return new Preflight(cluster, attempts, programs);
  }

  @Override
  public Verdict judge(DebugTarget target) throws InterruptedException {
    return preflight().judge(target).verdict();
  }

  @Override
  public Candidates candidates(DebugTarget target) throws InterruptedException {
    return preflight().candidates(target);
  }

  @Override
  public Candidates candidatesAnew(DebugTarget target) throws InterruptedException {
    for (TargetContainer each : new PodChoice(cluster, attempts).all(target).all()) {
      attempts.forget(each);
      programs.forget(each);
    }
    return preflight().looked(target);
  }

  @Override
  public DebugSession attach(DebugTarget wanted, DebugOptions options, Progress progress)
      throws InterruptedException {
    boolean starts = options.mode().kind() != Mode.Kind.ATTACH;
    if (starts) {
      removeLeft(progress);
    }
    leftRelaunched().forEach(each -> progress.step(Messages.of("is-still-relaunched", each)));
    Preflight.Judged judged =
        starts ? admission().admitCopy(wanted) : admission().admit(wanted, options);
    Verdict verdict = judged.verdict();
    progress.step(Messages.of("chose-container-of-pod", verdict.container(), verdict.pod()));
    String place =
        String.join("/", cluster.context().name(), wanted.namespace(), judged.target().workload());
    LocalEnd local = LocalEnd.open(options.localPort(), place, users, progress);
    try {
      DebugSession session =
          approach(judged, options.mode().kind())
              .begin(new Approach.Request(wanted, options, judged, local), progress);
      keep(session);
      return session;
    } catch (MooringException e) {
      local.close();
      throw starts ? e : CopyOffer.instead(e, wanted);
    } catch (InterruptedException | RuntimeException e) {
      local.close();
      throw e;
    }
  }

  private Admission admission() {
    return new Admission(cluster, tunnels, attempts, preflight());
  }

  private Approach approach(Preflight.Judged judged, Mode.Kind kind) {
    if (judged.running().isPresent()) {
      return new ForwardApproach(cluster, tunnels, timing, sessions::remove);
    }
    LanguageRuntime go = new GoRuntime(delves, timing);
    if (judged.wakes() && kind == Mode.Kind.ATTACH) {
      return new InspectorApproach(cluster, tunnels, timing, sessions::remove);
    }
    return switch (kind) {
      case ATTACH ->
          new AttachApproach(cluster, tunnels, delves, admission(), timing, sessions::remove);
      case COPY ->
          new CopyApproach(
              cluster,
              tunnels,
              copies,
              List.of(
                  go,
                  new JvmRuntime(cluster),
                  new NodeRuntime(cluster),
                  new PythonRuntime(cluster)),
              timing,
              sessions::remove);
      // Only Delve lets the programs of other replicas run without an editor.
      case RELAUNCH ->
          new RelaunchApproach(
              cluster, tunnels, copies, relaunches, List.of(go), timing, sessions::remove);
    };
  }

  @Override
  public List<String> consequences(DebugTarget target, Mode mode) throws InterruptedException {
    if (mode.kind() != Mode.Kind.RELAUNCH) {
      return List.of();
    }
    TargetContainer chosen = new PodChoice(cluster, attempts).choose(target);
    return OwningWorkload.of(cluster, chosen.pod()).consequences(cluster, chosen.name());
  }

  @Override
  public Optional<Relaunched> relaunched(DebugTarget workload) throws InterruptedException {
    return relaunches.found(new PodChoice(cluster, attempts).named(workload));
  }

  @Override
  public void restore(DebugTarget workload, Relaunched seen) throws InterruptedException {
    relaunches.restore(new PodChoice(cluster, attempts).named(workload), seen);
  }

  @Override
  public List<String> leftRelaunched() {
    return relaunches.left();
  }

  @Override
  public List<String> removeLeft(Progress progress) throws InterruptedException {
    List<String> removed = copies.removeLeft();
    removed.forEach(each -> progress.step(Messages.of("removed-left-copy", each)));
    return removed;
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
  public SnapshotTaker snapshot(DebugSession session, SnapshotStore store)
      throws InterruptedException {
    Verdict of = session.verdict();
    return SnapshotTaker.of(
        SnapshotSubject.of(
            cluster,
            tunnels,
            of.namespace(),
            of.pod(),
            of.container(),
            new DelvePort(session.address())),
        store);
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
    copies.close();
    programs.close();
    delves.close();
  }
}
