package dev.mooring.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.tray.TrayItem;
import dev.mooring.desktop.tray.TrayState;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When volumes are looked at, over the practice cluster with volumes as the test says.
final class VolumeScheduleTest {
  private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
  private static final Finding FULL =
      Finding.blocker(
          "stack.volume", "Volume", "full, 0.0 GB free of 30.0 GB: pushes fail", Remedy.none());

  @TempDir Path home;
  private final PracticeCluster cluster = PracticeCluster.start();
  private final AtomicInteger looks = new AtomicInteger();
  private volatile Optional<Finding> found = Optional.of(FULL);
  private Workspaces workspaces;
  private Workspace workspace;
  private SettingsFile settings;
  private VolumeSchedule schedule;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    workspaces =
        new Workspaces(
            new FabricKubeconfig(List.of(cluster.writeKubeconfig(home))), this::workspace);
    settings =
        SettingsFile.startingWith(
            Settings.defaults().withLocalPort(0), home.resolve("settings.json"));
    schedule = new VolumeSchedule(workspaces, settings);
    workspace = workspaces.open(null);
    workspace.stack().install(StackOptions.defaults(), Progress.none());
  }

  @AfterEach
  void close() {
    schedule.close();
    workspaces.close();
    settings.close();
    cluster.close();
  }

  private Workspace workspace(Cluster over) {
    Workspace.Parts own = Composition.parts(over);
    return new Workspace(
        new Workspace.Parts(
            own.cluster(),
            own.tunnels(),
            own.forwards(),
            own.identities(),
            own.mesh(),
            lookedAt(own.stack()),
            own.debugger(),
            own.registries(),
            own.layers()));
  }

  private Stack lookedAt(Stack stack) {
    return (Stack)
        Proxy.newProxyInstance(
            Stack.class.getClassLoader(),
            new Class<?>[] {Stack.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("volume")) {
                looks.incrementAndGet();
                return found;
              }
              try {
                return method.invoke(stack, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private RegistryForward registry() {
    return workspace.mesh().to(StackOptions.defaults().location());
  }

  @Test
  void aConnectedRegistrysVolumeIsLookedAtEachHalfHourAndToldOnce() throws Exception {
    schedule.look(START);
    assertEquals(0, looks.get(), "nothing is connected");
    registry().connect(0);
    schedule.look(START);
    schedule.look(START.plusSeconds(60));
    assertEquals(1, looks.get());
    assertEquals(Map.of("kube-registry", FULL), workspace.volumes().get());
    assertEquals("Registry kube-registry: pushes fail", schedule.next().orElseThrow().title());
    schedule.look(START.plus(VolumeSchedule.EVERY));
    assertEquals(2, looks.get());
    assertEquals(Optional.empty(), schedule.next());

    TrayMenu menu =
        new TrayMenu(
            workspaces, settings, () -> {}, text -> {}, url -> {}, schedule::next, () -> {});
    assertEquals(TrayState.ATTENTION, menu.model().state());
    assertTrue(
        menu.model().items().stream()
            .filter(TrayItem.Menu.class::isInstance)
            .flatMap(each -> ((TrayItem.Menu) each).items().stream())
            .anyMatch(
                each ->
                    each instanceof TrayItem.Label label
                        && label.text().equals("Volume: " + FULL.sentence())));
  }

  @Test
  void whileDisconnectedItIsLeftAloneAndLookedAtAgainOnceConnected() throws Exception {
    registry().connect(0);
    schedule.look(START);
    registry().disconnect();
    schedule.look(START.plus(Duration.ofHours(9)));
    assertEquals(1, looks.get());
    assertEquals(Map.of(), workspace.volumes().get(), "what was found hours ago is not known");
    registry().connect(0);
    schedule.look(START.plus(Duration.ofHours(9)).plusSeconds(5));
    assertEquals(2, looks.get());
  }

  @Test
  void whatCannotBeLookedAtIsUnknownAndNotToldOf() throws Exception {
    registry().connect(0);
    found = Optional.empty();
    schedule.look(START);
    assertEquals(Map.of(), workspace.volumes().get());
    assertEquals(Optional.empty(), schedule.next());
  }

  @Test
  void whoWantsNoNoticesStillSeesIt() throws Exception {
    settings.update(s -> s.withNotifications(false));
    registry().connect(0);
    schedule.look(START);
    assertEquals(Optional.empty(), schedule.next());
    assertEquals(Map.of("kube-registry", FULL), workspace.volumes().get());
  }
}
