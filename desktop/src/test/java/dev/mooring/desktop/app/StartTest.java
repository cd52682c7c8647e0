package dev.mooring.desktop.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.control.Answers;
import dev.mooring.desktop.control.ControlSocket;
import dev.mooring.desktop.control.ForwardControl;
import dev.mooring.desktop.control.ForwardKey;
import dev.mooring.desktop.control.Request;
import dev.mooring.desktop.control.SocketDirectory;
import dev.mooring.desktop.control.Verb;
import dev.mooring.desktop.control.WindowLock;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.OtherContexts;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.document.Document;
import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.ForwardLink;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.ContextForwards;
import dev.mooring.job.Subscription;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.problem.Problem;
import dev.mooring.settings.SettingsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens before and beside the window when Mooring starts.
final class StartTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final long WINDOW = 4_294_967_001L;

  @TempDir Path home;

  private SettingsFile settings() {
    return SettingsFile.open(home.resolve("settings.json"));
  }

  @Test
  void forwardsThatRanInOtherContextsAreBack() throws Exception {
    try (PracticeCluster shown = PracticeCluster.start();
        PracticeCluster other = PracticeCluster.start();
        SettingsFile settings = settings()) {
      other.runHello("default");
      Path staging = home.resolve("staging.kubeconfig");
      Files.writeString(staging, other.kubeconfig().replace("practice", "staging"));
      ForwardSpec web = ForwardSpec.of("web", new Target.Service("default", "hello", "80"), 0);
      settings.update(
          s ->
              ContextForwards.with(
                  s,
                  List.of(
                      new SavedForward("gone", web, true),
                      new SavedForward("staging", web, true),
                      new SavedForward("staging", web.withName("rested"), false))));
      try (Workspaces workspaces =
          new Workspaces(
              new FabricKubeconfig(List.of(shown.writeKubeconfig(home), staging)),
              Composition::over)) {
        OtherContexts.restore(workspaces, settings);
        await()
            .atMost(LONG)
            .until(
                () ->
                    workspaces.all().get().stream()
                        .filter(each -> each.context().name().equals("staging"))
                        .flatMap(each -> each.forwards().all().get().stream())
                        .anyMatch(each -> each.state() instanceof ForwardStatus.State.Active));
        assertEquals(
            List.of("web"),
            workspaces.all().get().stream()
                .flatMap(each -> each.forwards().all().get().stream())
                .map(each -> each.spec().name())
                .toList());
      }
    }
  }

  @Test
  void aSecondStartShowsTheFirstWindowAndOneInTheTrayLeavesItAlone() throws Exception {
    SocketDirectory sockets = SocketDirectory.at(home.resolve("run"));
    CompletableFuture<Optional<ForwardLink>> opened = new CompletableFuture<>();
    try (PracticeCluster cluster = PracticeCluster.start();
        SettingsFile settings = settings();
        Workspaces workspaces =
            new Workspaces(
                new FabricKubeconfig(List.of(cluster.writeKubeconfig(home))), Composition::over);
        WindowLock lock = WindowLock.take(sockets).orElseThrow();
        ControlSocket socket =
            ControlSocket.listen(
                sockets,
                WINDOW,
                ForwardControl.ofWindow(WINDOW, workspaces, settings, opened::complete))) {
      SingleWindow second = new SingleWindow(sockets, workspaces, () -> settings);
      assertEquals(0, second.tray());
      assertFalse(opened.isDone());
      ForwardLink link = ForwardLink.parse("mooring://forward?target=svc/hello&port=80");
      assertEquals(0, second.open(Optional.of(link)));
      assertEquals(Optional.of(link.toString()), opened.get().map(ForwardLink::toString));
    }
  }

  @Test
  void aHistoryThatIsFollowedTellsEachEntryOnce() throws Exception {
    HandFedForwards forwards = new HandFedForwards();
    Instant now = Instant.now();
    forwards.happened(ForwardEvent.Kind.STARTED, now, "listens");
    forwards.happened(ForwardEvent.Kind.SERVING, now.plusMillis(1), "ready");
    List<String> told = new CopyOnWriteArrayList<>();
    try (PracticeCluster cluster = PracticeCluster.start();
        SettingsFile settings = settings();
        Workspaces workspaces =
            new Workspaces(
                new FabricKubeconfig(List.of(cluster.writeKubeconfig(home))),
                forwards::workspace)) {
      String context = workspaces.open(null).context().name();
      ForwardControl control = ForwardControl.ofWindow(WINDOW, workspaces, settings, ignored -> {});
      Request follow = Request.history(Verb.LOGS, new ForwardKey(context, "web"), true);
      Thread following =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      control.answer(follow, new Told(told));
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      await().atMost(LONG).until(() -> told.size() >= 2);
      for (int i = 2; i < 6; i++) {
        forwards.happened(ForwardEvent.Kind.LOST, now.plusMillis(i), "lost " + i);
        String newest = "lost " + i;
        await().atMost(LONG).until(() -> told.contains(newest));
      }
      following.interrupt();
      following.join();
    }
    assertEquals(List.of("listens", "ready", "lost 2", "lost 3", "lost 4", "lost 5"), told);
  }

  private record Told(List<String> words) implements Answers {
    @Override
    public void entry(Document entry) {
      words.add(entry.at("words").textOrEmpty());
    }

    @Override
    public void problem(Problem problem) {
      words.add(problem.what());
    }
  }

  @Test
  void whatCannotStartAtLoginIsToldAndTakenBack() {
    List<Problem> told = new CopyOnWriteArrayList<>();
    try (SettingsFile settings = settings();
        Subscription followed = LoginSetting.follow(settings, told::add)) {
      settings.update(s -> s.withStartAtLogin(true));
      await().atMost(LONG).until(() -> !told.isEmpty());
      assertFalse(settings.settings().get().startAtLogin());
      assertTrue(told.getFirst().what().contains("login"), told.getFirst()::what);
    }
  }
}
