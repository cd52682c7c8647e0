package dev.mooring.desktop.app;

import dev.mooring.debug.DebugSession;
import dev.mooring.desktop.debug.SessionAction;
import dev.mooring.desktop.forward.ForwardJobs;
import dev.mooring.desktop.forward.LossNotices;
import dev.mooring.desktop.forward.Totals;
import dev.mooring.desktop.tray.Notice;
import dev.mooring.desktop.tray.Tray;
import dev.mooring.desktop.tray.TrayItem;
import dev.mooring.desktop.tray.TrayModel;
import dev.mooring.desktop.tray.TrayState;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.running.ContextForwards;
import dev.mooring.job.JobState;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.problem.Finding;
import dev.mooring.settings.SettingsFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Maps what is open to the tray's menu, and its clicks to jobs.
final class TrayMenu {
  /// Often enough to be true within a second; an unchanged menu costs nothing.
  private static final long LOOK_MILLIS = 500;

  private final Workspaces workspaces;
  private final Runnable openWindow;
  private final Runnable quit;
  private final Consumer<String> copy;
  private final Consumer<String> browse;
  private final SettingsFile settings;
  private final Map<Workspace, ForwardJobs> forwards = new ConcurrentHashMap<>();
  private final LossNotices losses = new LossNotices();
  private final StopNotices stops = new StopNotices();
  private final Supplier<Optional<Notice>> others;

  TrayMenu(
      Workspaces workspaces,
      SettingsFile settings,
      Runnable openWindow,
      Consumer<String> copy,
      Consumer<String> browse,
      Runnable quit) {
    this(workspaces, settings, openWindow, copy, browse, Optional::empty, quit);
  }

  /// @param others what else there is to tell, once each
  TrayMenu(
      Workspaces workspaces,
      SettingsFile settings,
      Runnable openWindow,
      Consumer<String> copy,
      Consumer<String> browse,
      Supplier<Optional<Notice>> others,
      Runnable quit) {
    this.others = others;
    this.workspaces = workspaces;
    this.settings = settings;
    this.openWindow = openWindow;
    this.copy = copy;
    this.browse = browse;
    this.quit = quit;
  }

  /// Keeps the tray true until `end`, then takes it away. Blocks until then.
  void follow(Tray tray, CountDownLatch end) {
    try (tray) {
      while (!end.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        tray.show(model());
        notice(Instant.now()).ifPresent(tray::say);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What the user is to be told now. What happened while notices were off is not told later.
  Optional<Notice> notice(Instant now) {
    Map<String, ForwardStatus> all = new LinkedHashMap<>();
    for (Workspace workspace : workspaces.all().get()) {
      for (ForwardStatus each : workspace.forwards().all().get()) {
        all.put(workspace.context().name() + '\n' + each.spec().name(), each);
      }
    }
    Optional<Notice> stopped =
        stops.look(
            workspaces.all().get().stream()
                .flatMap(each -> each.debugger().sessions().stream())
                .toList());
    // A stop that soon ends can't wait.
    Optional<Notice> notice = stopped.isPresent() ? stopped : losses.look(now, all);
    Optional<Notice> wanted = settings.settings().get().notifications() ? notice : Optional.empty();
    return wanted.isPresent() ? wanted : others.get();
  }

  TrayModel model() {
    List<Workspace> open = workspaces.all().get();
    TrayState state = state(open);
    List<TrayItem> items = new ArrayList<>();
    String names = String.join(", ", open.stream().map(w -> w.context().name()).toList());
    String title =
        open.isEmpty()
            ? Messages.of("mooring", state.words())
            : Messages.of("mooring-with-contexts", names, state.words());
    items.add(new TrayItem.Label("title", title));
    if (open.size() > 1) {
      active(open).ifPresent(words -> items.add(new TrayItem.Label("active", words)));
    }
    for (Workspace workspace : open) {
      items.add(new TrayItem.Separator());
      if (open.size() > 1) {
        items.add(new TrayItem.Label(workspace.context().name()));
      }
      items.addAll(new RegistryLines(workspace, settings, copy).items());
      ForwardJobs forwards = forwards(workspace);
      items.addAll(new ForwardLines(forwards, copy, browse).items(forwards.all()));
      workspace.debugger().sessions().stream()
          .filter(each -> each.state().get().phase() != DebugSession.Phase.ENDED)
          .forEach(each -> items.add(session(workspace, each)));
    }
    items.add(new TrayItem.Separator());
    items.add(
        new TrayItem.Action("open", Messages.of("open-mooring"), new TrayItem.Click(openWindow)));
    items.add(
        new TrayItem.Action(
            "quit",
            Loss.of(workspaces)
                .words()
                .map(loss -> Messages.of("quit-and-stop", loss))
                .orElseGet(() -> Messages.of("quit")),
            new TrayItem.Click(quit)));
    return new TrayModel(state, title, items);
  }

  /// The same count as beside Forwards in the window.
  private static Optional<String> active(List<Workspace> open) {
    List<ForwardStatus> started =
        open.stream()
            .flatMap(each -> each.forwards().all().get().stream())
            .filter(ForwardJobs::isStarted)
            .toList();
    return started.isEmpty()
        ? Optional.empty()
        : Optional.of(Messages.of("forwards-line", Totals.of(started).words()));
  }

  private ForwardJobs forwards(Workspace workspace) {
    return forwards.computeIfAbsent(
        workspace,
        ignored ->
            new ForwardJobs(
                new ContextForwards(workspace.context().name(), workspace.forwards(), settings),
                workspace.jobs()));
  }

  private static TrayItem session(Workspace workspace, DebugSession session) {
    String name = session.verdict().pod() + "/" + session.verdict().container();
    return new TrayItem.Menu(
        Messages.of("debug-line", name, session.state().get().words()),
        List.of(TrayItem.of(SessionAction.END.doing(() -> end(workspace, name, session)))));
  }

  private static void end(Workspace workspace, String name, DebugSession session) {
    workspace
        .jobs()
        .start(
            Messages.of("ending-the-session-with", name),
            progress -> {
              session.close();
              return "";
            });
  }

  private static TrayState state(List<Workspace> open) {
    boolean attention = false;
    boolean working = false;
    boolean anything = false;
    for (Workspace workspace : open) {
      List<ConnectionState> registries =
          workspace.mesh().all().get().stream().map(each -> each.state().get()).toList();
      List<ForwardStatus> forwards = workspace.forwards().all().get();
      attention |=
          workspace.volumes().get().values().stream()
              .anyMatch(each -> each.level() != Finding.Level.OK);
      attention |=
          registries.stream()
                  .anyMatch(
                      each ->
                          each instanceof ConnectionState.Failed
                              || each instanceof ConnectionState.Degraded)
              || forwards.stream()
                  .anyMatch(
                      each ->
                          each.state() instanceof ForwardStatus.State.Failed
                              || each.state() instanceof ForwardStatus.State.Waiting);
      working |=
          registries.stream().anyMatch(ConnectionState.Connecting.class::isInstance)
              || workspace.jobs().all().get().stream()
                  .anyMatch(job -> job.snapshot().state() instanceof JobState.Running);
      anything |=
          registries.stream().anyMatch(ConnectionState.Connected.class::isInstance)
              || forwards.stream()
                  .anyMatch(each -> each.state() instanceof ForwardStatus.State.Active);
    }
    return attention
        ? TrayState.ATTENTION
        : working ? TrayState.WORKING : anything ? TrayState.WELL : TrayState.DISCONNECTED;
  }
}
