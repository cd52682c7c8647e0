package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kubeconfig;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.shell.Palette;
import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.terminal.RegistryNames;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.engine.Engine;
import dev.mooring.forward.ForwardLink;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.problem.Problem;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.stage.Stage;

/// The window over a practice cluster: the same parts as over a real one. The FX thread is watched
/// all the time.
final class PracticeWindow implements AutoCloseable {
  private final PracticeCluster cluster;
  private Function<Cluster, Workspace> composition = Composition::over;
  private UnaryOperator<Settings> had = UnaryOperator.identity();
  private FxThreadWatch watch;
  private Workspaces workspaces;
  private SettingsFile settings;
  private Stage stage;
  private MooringWindow window;
  private volatile boolean tray = true;
  private final AtomicInteger practised = new AtomicInteger();

  PracticeWindow() {
    this(PracticeCluster.start());
  }

  PracticeWindow(PracticeCluster cluster) {
    this.cluster = cluster;
  }

  /// Before it is shown: other parts than the product's own.
  void compose(Function<Cluster, Workspace> other) {
    composition = other;
  }

  /// Before it is shown: settings from the time before.
  void had(UnaryOperator<Settings> settings) {
    had = settings;
  }

  /// Shows the window, 1000 by 700 and light.
  void show(Stage first, Path home) throws IOException {
    show(first, home, List.of(cluster.writeKubeconfig(home)), List.of());
  }

  void show(Stage first, Path home, List<Path> kubeconfigs, List<Engine> engines) {
    stage = first;
    settings =
        SettingsFile.startingWith(
            had.apply(
                Settings.defaults().withAppearance(Settings.Appearance.LIGHT).withLocalPort(0)),
            home.resolve("settings.json"));
    Kubeconfig kubeconfig =
        new ChosenKubeconfig(
            new FabricKubeconfig(kubeconfigs),
            () -> settings.settings().get().kubeconfig(),
            file -> new FabricKubeconfig(List.of(file)));
    workspaces = new Workspaces(kubeconfig, composition);
    watch = new FxThreadWatch();
    window =
        MooringWindow.show(
            stage,
            workspaces,
            settings,
            () -> engines,
            new MooringWindow.Around(
                () -> tray,
                practised::incrementAndGet,
                new RegistryNames(home.resolve("registry-names"))));
  }

  /// What closing the window means, as the whole program wires it.
  Closing closing(boolean reachable, Runnable quit) {
    return new Closing(window, workspaces, settings, () -> tray, reachable, quit);
  }

  /// Whether the desktop shows the icon.
  void tray(boolean there) {
    tray = there;
  }

  /// How often the practice cluster was asked for.
  int practised() {
    return practised.get();
  }

  MooringWindow window() {
    return window;
  }

  PracticeCluster cluster() {
    return cluster;
  }

  /// The first that was opened.
  Workspace workspace() {
    return workspaces.all().get().getFirst();
  }

  Workspaces workspaces() {
    return workspaces;
  }

  SettingsFile settings() {
    return settings;
  }

  Scene scene() {
    return stage.getScene();
  }

  /// Call it on the FX thread.
  List<Palette.Entry> actions() {
    return window.actions();
  }

  void openLink(String link) {
    onFx(
        () -> {
          window.openLink(ForwardLink.parse(link));
          return true;
        });
  }

  void tell(Problem problem) {
    onFx(
        () -> {
          window.tell(problem);
          return true;
        });
  }

  void go(Place place) {
    onFx(
        () -> {
          window.go(place);
          return true;
        });
  }

  /// One light and one dark.
  void pictures(String name) {
    picture(scene(), name + "-light");
    appearance(Settings.Appearance.DARK, "dark");
    picture(scene(), name + "-dark");
    appearance(Settings.Appearance.LIGHT, "light");
  }

  /// Light and dark at 1000x700, light at 1440x900 and 900x600.
  void picturesInAllSizes(String name) {
    pictures(name);
    picture(scene(), name + "-wide", 1440, 900);
    picture(scene(), name + "-small", 900, 600);
  }

  private void appearance(Settings.Appearance next, String word) {
    settings.update(s -> s.withAppearance(next));
    until(word, () -> Application.getUserAgentStylesheet().contains(word));
  }

  /// Ends everything. The FX thread must have kept its hands off sockets and files all the time.
  @Override
  public void close() {
    onFx(
        () -> {
          window.close();
          return true;
        });
    FxThreadWatch.Seen seen = watch.stop();
    watch.close();
    workspaces.close();
    settings.close();
    cluster.close();
    assertEquals(List.of(), seen.byFxThread());
    assertEquals(true, seen.byOthers() > 0, "the watch saw little: " + seen.byOthers());
  }
}
