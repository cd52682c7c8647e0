package dev.mooring.desktop.app;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.Candidates;
import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.debug.Verdict;
import dev.mooring.debug.editor.Editor;
import dev.mooring.debug.editor.Endpoint;
import dev.mooring.debug.snapshot.SnapshotStore;
import dev.mooring.debug.snapshot.SnapshotTaker;
import dev.mooring.debug.source.SourceCheck;
import dev.mooring.debug.source.SourceMapping;
import dev.mooring.debug.source.Sources;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.job.Observed;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A debugger that only says it is attached: the practice cluster runs no process to attach to.
final class HandFedDebugger implements Debugger {
  private static final Finding COPY =
      Finding.warning(
          Verdict.COPY,
          "Copy",
          "a copy of the pod can be debugged",
          new Remedy.Command("Debug a copy of the pod", "mooring debug deploy/hello --copy"));
  private final List<Session> sessions = new CopyOnWriteArrayList<>();
  private volatile List<String> containers = List.of("app");
  private volatile @Nullable Problem refusal;
  private volatile @Nullable Problem shown;
  volatile boolean possible;
  volatile boolean copyable;
  volatile @Nullable DebugOptions asked;
  volatile String pod = "hello-7d9f";

  /// Where the Delve of its sessions listens.
  volatile InetSocketAddress delve = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2345);

  /// The practice cluster's own parts with this debugger.
  Workspace workspace(Cluster cluster) {
    Workspace.Parts parts = Composition.parts(cluster);
    return new Workspace(
        new Workspace.Parts(
            parts.cluster(),
            parts.tunnels(),
            parts.forwards(),
            parts.identities(),
            parts.mesh(),
            parts.stack(),
            this,
            parts.registries(),
            parts.layers()));
  }

  @Override
  public SnapshotTaker snapshot(DebugSession session, SnapshotStore store) {
    throw new Problem(
            Code.DEBUG_NOT_POSSIBLE,
            "Can't take a snapshot of hello",
            "there is no program here",
            Remedy.none())
        .raise();
  }

  Session session() {
    return sessions.getFirst();
  }

  /// All of them may be meant.
  void containers(String... names) {
    containers = List.of(names);
  }

  /// What attaching will come upon; judging knows it afterwards.
  void refuse(@Nullable Problem why) {
    refusal = why;
  }

  @Override
  public Verdict judge(DebugTarget target) {
    return judge(target, target.container().isEmpty() ? containers.getFirst() : target.container());
  }

  private Verdict judge(DebugTarget target, String container) {
    Problem known = shown;
    return new Verdict(
        target.namespace(),
        pod,
        container,
        known != null
            ? List.of(blocker(known.why(), known.whatToDo()))
            : possible
                ? List.of()
                : copyable
                    ? List.of(blocker("it isn't running", "Check the pod's events"), COPY)
                    : List.of(
                        blocker(
                            "it has no DWARF", "Build it without -ldflags=-w, then deploy again")),
        List.of(
            new Verdict.Fact("runs as", "uid 1000, gid 0"),
            new Verdict.Fact("node", "node-a (amd64)")));
  }

  private static Finding blocker(String why, String whatToDo) {
    return Finding.blocker("debug.dwarf", "Binary", why, new Remedy.Advice(whatToDo));
  }

  @Override
  public Candidates candidates(DebugTarget target) {
    return new Candidates(
        containers.stream().map(each -> judge(target, each)).toList(), containers.size());
  }

  @Override
  public Candidates candidatesAnew(DebugTarget target) {
    shown = null;
    return candidates(target);
  }

  @Override
  public DebugSession attach(DebugTarget target, DebugOptions options, Progress progress) {
    asked = options;
    Problem why = refusal;
    if (why != null) {
      shown = why;
      throw why.raise();
    }
    Session session = new Session(judge(target));
    sessions.add(session);
    return session;
  }

  @Override
  public List<DebugSession> sessions() {
    return List.copyOf(sessions);
  }

  @Override
  public void close() {}

  final class Session implements DebugSession {
    private final Verdict verdict;
    private final Observed<State> state = new Observed<>(new State(Phase.RUNNING, "running", null));

    private final Observed<List<Problem>> refusals = new Observed<>(List.of());
    private final Observed<Optional<String>> pressing = new Observed<>(Optional.empty());

    private Session(Verdict verdict) {
      this.verdict = verdict;
    }

    void refuse(Problem who) {
      refusals.set(List.of(who));
    }

    /// As when its pod is deleted.
    void endByItself(Problem why) {
      state.set(new State(Phase.ENDED, why.why(), why));
    }

    void press(Optional<String> words) {
      pressing.set(words);
    }

    @Override
    public Observed<Optional<String>> pressing() {
      return pressing;
    }

    void stop(String words) {
      state.set(new State(Phase.STOPPED, words, null));
    }

    @Override
    public Verdict verdict() {
      return verdict;
    }

    @Override
    public String binary() {
      return "Go 1.26.8, DWARF 5, optimized";
    }

    @Override
    public Optional<Duration> stopLimit() {
      return Optional.of(Duration.ofSeconds(24));
    }

    @Override
    public InetSocketAddress address() {
      return delve;
    }

    @Override
    public Optional<Endpoint> endpoint() {
      return Optional.of(
          new Endpoint(
              "Mooring: ux/deploy/hello",
              delve,
              sources().directory(),
              new SourceMapping(List.of(new SourceMapping.Rule("/home/ana/hello", "/src/hello")))));
    }

    @Override
    public Sources sources() {
      return new Sources(
          "example.com/hello",
          Optional.of(Path.of("/home/ana/hello")),
          new SourceMapping(List.of()),
          new SourceCheck.Result(4, List.of(), List.of("/src/hello/main.go")));
    }

    @Override
    public List<Handover> handovers() {
      return Editor.all().stream()
          .map(each -> new Handover(each.name(), each.text(endpoint().orElseThrow())))
          .toList();
    }

    @Override
    public Observed<State> state() {
      return state;
    }

    @Override
    public Observed<List<Problem>> refusals() {
      return refusals;
    }

    @Override
    public void resume() {
      state.set(new State(Phase.RUNNING, "running", null));
    }

    @Override
    public void clearAndResume() {
      resume();
    }

    @Override
    public void close() {
      sessions.remove(this);
      state.update(
          last -> last.phase() == Phase.ENDED ? last : new State(Phase.ENDED, "detached", null));
    }
  }
}
