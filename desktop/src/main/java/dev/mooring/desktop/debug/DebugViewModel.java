package dev.mooring.desktop.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.debug.Verdict;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.settings.SettingsFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// The workloads of a namespace, what debugging can do with each, and the sessions.
public final class DebugViewModel implements AutoCloseable {
  /// Verdicts that are worked out at once.
  private static final int AT_ONCE = 4;

  private final Cluster cluster;
  private final Debugger debugger;
  private final Jobs jobs;
  private final Jobs reads;
  private final SettingsFile settings;
  private final Ui ui;
  private final Semaphore judging = new Semaphore(AT_ONCE);
  private final Fetched<List<String>> namespaces;
  private final Fetched<List<Workload>> workloads;
  private final Map<String, Fetched<Verdict>> verdicts = new HashMap<>();
  private final ReadOnlyStringWrapper namespace;
  private final ReadOnlyObjectWrapper<List<DebugSession>> sessions =
      new ReadOnlyObjectWrapper<>(List.of());

  /// @param kind "Deployment"
  /// @param reference as on the command line: "deploy/hello"
  public record Workload(
      String kind, String namespace, String name, String reference, int ready, int wanted) {}

  public DebugViewModel(
      Cluster cluster, Debugger debugger, Jobs jobs, Jobs reads, SettingsFile settings, Ui ui) {
    this.cluster = cluster;
    this.debugger = debugger;
    this.jobs = jobs;
    this.reads = reads;
    this.settings = settings;
    this.ui = ui;
    this.namespaces = new Fetched<>(Messages.of("reading-the-namespaces"), reads, ui);
    this.workloads = new Fetched<>(Messages.of("reading-the-workloads"), reads, ui);
    String own = cluster.context().namespace();
    this.namespace = new ReadOnlyStringWrapper(own.isEmpty() ? "default" : own);
  }

  public ReadOnlyStringProperty namespace() {
    return namespace.getReadOnlyProperty();
  }

  public Fetched<List<String>> namespaces() {
    return namespaces;
  }

  public Fetched<List<Workload>> workloads() {
    return workloads;
  }

  public ReadOnlyObjectProperty<List<DebugSession>> sessions() {
    return sessions.getReadOnlyProperty();
  }

  public String helperImage() {
    return settings.settings().get().debugImage();
  }

  public void useHelperImage(String image) {
    settings.update(s -> s.withDebugImage(image));
  }

  public void use(String next) {
    if (!next.equals(namespace.get())) {
      namespace.set(next);
      workloads.clear();
      refresh();
    }
  }

  public void refresh() {
    verdicts.clear();
    String in = namespace.get();
    namespaces.fetch(progress -> cluster.namespaces());
    workloads.fetch(
        progress -> {
          List<Workload> found = new ArrayList<>();
          add(found, in, Kind.DEPLOYMENT, "deploy/", "readyReplicas", "replicas");
          add(found, in, Kind.STATEFUL_SET, "sts/", "readyReplicas", "replicas");
          add(found, in, Kind.DAEMON_SET, "ds/", "numberReady", "desiredNumberScheduled");
          found.sort(Comparator.comparing(Workload::name));
          return List.copyOf(found);
        });
    sessions.set(List.copyOf(debugger.sessions()));
  }

  private void add(
      List<Workload> to, String in, Kind kind, String prefix, String ready, String wanted)
      throws InterruptedException {
    for (KubeObject each : cluster.list(kind, in, "")) {
      to.add(
          new Workload(
              kind.kind(),
              in,
              each.name(),
              prefix + each.name(),
              number(each, ready),
              number(each, wanted)));
    }
  }

  private static int number(KubeObject object, String field) {
    return object.at("status", field).integer().orElse(0L).intValue();
  }

  /// What debugging can do with a workload. Worked out when first asked for.
  public Fetched<Verdict> verdict(Workload workload) {
    return verdicts.computeIfAbsent(
        workload.namespace() + "/" + workload.reference(),
        ignored -> {
          Fetched<Verdict> made =
              new Fetched<>(Messages.of("judging", workload.reference()), reads, ui);
          judge(made, workload);
          return made;
        });
  }

  private void judge(Fetched<Verdict> into, Workload workload) {
    into.fetch(
        progress -> {
          judging.acquire();
          try {
            return debugger.judge(target(workload));
          } finally {
            judging.release();
          }
        });
  }

  public void attach(Workload workload) {
    String image = helperImage();
    jobs.start(
        Messages.of("attaching-to", workload.reference()),
        progress -> {
          DebugOptions options = new DebugOptions(image, 0, "");
          DebugSession session = debugger.attach(target(workload), options, progress);
          ui.execute(this::showSessions);
          session
              .state()
              .subscribe(
                  state -> {
                    if (state.phase() == DebugSession.Phase.ENDED) {
                      ui.execute(this::showSessions);
                    }
                  });
          return session;
        },
        session -> Messages.of("delve-listens-on", Handovers.address(session)));
  }

  public void resume(DebugSession session) {
    jobs.start(
        Messages.of("resuming", session.verdict().pod()),
        progress -> {
          session.resume();
          return "";
        },
        ignored -> Messages.of("the-application-runs-on"));
  }

  public void clearAndResume(DebugSession session) {
    jobs.start(
        Messages.of("clearing-the-breakpoints-in", session.verdict().pod()),
        progress -> {
          session.clearAndResume();
          return "";
        },
        ignored -> Messages.of("breakpoints-removed-the-application-runs-on"));
  }

  public void end(DebugSession session) {
    jobs.start(
        Messages.of("ending-the-session-with", session.verdict().pod()),
        progress -> {
          session.close();
          ui.execute(this::showSessions);
          return "";
        },
        ignored -> Messages.of("detached-the-application-runs-on"));
  }

  private void showSessions() {
    sessions.set(List.copyOf(debugger.sessions()));
  }

  private static DebugTarget target(Workload workload) {
    return new DebugTarget(workload.namespace(), workload.reference(), "");
  }

  @Override
  public void close() {
    verdicts.clear();
  }
}
