package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.onFx;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.fx.FxThread;
import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.input.InputEvent;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.testfx.api.FxRobot;

/// Somebody without a cluster: Mooring as it starts for them, and the practice window once they ask
/// for it. All of it as the program wires it.
final class NewUser implements AutoCloseable {
  private final PracticeBeside practice = new PracticeBeside(new FxThread());
  private final List<String> foreign = new CopyOnWriteArrayList<>();
  private final List<Window> watched = new ArrayList<>();
  private final EventType<? extends InputEvent> forbidden;
  private final String pictures;
  private SettingsFile settings;
  private Workspaces workspaces;
  private MooringWindow first;
  private int taken;

  /// @param pictures what the names of the pictures begin with
  /// @param forbidden what must not be used
  NewUser(String pictures, EventType<? extends InputEvent> forbidden) {
    this.pictures = pictures;
    this.forbidden = forbidden;
  }

  private static Settings settled(Settings settings) {
    return settings.withAppearance(Settings.Appearance.LIGHT).withLocalPort(0);
  }

  /// Patiently: what several checks and round trips lead to takes its time on a busy machine.
  static void until(String what, Callable<Boolean> condition) {
    FxTest.until(what, Duration.ofSeconds(60), condition);
  }

  static void untilShown(FxRobot robot, String text) {
    until("'" + text + "' on screen", () -> FxTest.shows(robot, text));
  }

  void start(Stage stage, Path home) {
    settings =
        SettingsFile.startingWith(settled(Settings.defaults()), home.resolve("settings.json"));
    workspaces =
        new Workspaces(
            new FabricKubeconfig(List.of(home.resolve("no-kubeconfig"))), Composition::over);
    first =
        MooringWindow.show(
            stage,
            workspaces,
            settings,
            List::of,
            new MooringWindow.Around(
                () -> false,
                () -> practice.open(NewUser::settled, first::tell),
                SeenNames.forgotten()));
    watch(stage);
  }

  private void watch(Window window) {
    watched.add(window);
    window.addEventFilter(forbidden, event -> foreign.add(event.toString()));
  }

  /// The window in front.
  Scene scene() {
    return watched.getLast().getScene();
  }

  void untilPractice() {
    until("the practice window is open", () -> practiceWindow() != null);
    onFx(
        () -> {
          watch(Objects.requireNonNull(practiceWindow()));
          return true;
        });
  }

  private static Stage practiceWindow() {
    return Window.getWindows().stream()
        .filter(each -> each instanceof Stage stage && "Mooring practice".equals(stage.getTitle()))
        .map(Stage.class::cast)
        .findFirst()
        .orElse(null);
  }

  /// Connect is what comes next then.
  void untilInstalled() {
    until(
        "the registry is installed",
        () -> scene().lookup("#registry-connect") instanceof Button next && !next.isDisabled());
  }

  /// Takes the next picture.
  void picture(String step) {
    taken++;
    FxTest.picture(scene(), "main-job-%s-%02d-%s".formatted(pictures, taken, step));
  }

  /// Where the list says that the forward listens.
  String forwarded() {
    return onFx(
        () ->
            scene().lookup("#forwards").lookupAll(".copy-text").stream()
                .map(each -> ((Labeled) each).getText())
                .filter(each -> each.startsWith("localhost:"))
                .map(each -> "http://" + each + "/")
                .findFirst()
                .orElseThrow());
  }

  /// What another program is told that a repository has.
  static List<String> tags(String registry, String repository) {
    String answer = get("http://" + registry + "/v2/" + repository + "/tags/list");
    return Documents.json(answer, "the list of tags").at("tags").items().stream()
        .map(Document::textOrEmpty)
        .toList();
  }

  /// What another program gets there.
  static String get(String url) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body().strip();
    } catch (IOException e) {
      return "nothing: " + e.getMessage();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    onFx(
        () -> {
          Stage beside = practiceWindow();
          if (beside != null) {
            beside.hide();
          }
          first.close();
          return true;
        });
    practice.close();
    workspaces.close();
    settings.close();
    assertEquals(List.of(), foreign, "only keys, or only the mouse");
  }
}
