package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.registry.OddRegistry;
import dev.mooring.desktop.shell.Place;
import dev.mooring.job.Progress;
import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.settings.Settings;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.event.Event;
import javafx.scene.control.ListView;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// Places that images are in, side by side: the cluster's registry, registries elsewhere, and the
/// engine of this machine.
@ExtendWith(ApplicationExtension.class)
final class SourcesWindowTest {
  private static final String CLUSTER = "kube-registry";

  @TempDir Path home;

  private final PracticeCluster cluster = PracticeCluster.start();
  private final PracticeWindow on = new PracticeWindow(cluster);
  private OddRegistry company;
  private OddRegistry cut;

  @Start
  void start(Stage stage) throws Exception {
    company = new OddRegistry();
    cut = new OddRegistry();
    company.good("9");
    company.good("10");
    on.had(settings -> with(with(settings, "company", company.uri().getRawAuthority())));
    on.show(stage, home, List.of(cluster.writeKubeconfig(home)), List.of(new HandFedEngine()));
  }

  @AfterEach
  void end() {
    on.close();
    company.close();
    cut.close();
  }

  /// With one that nobody answers for.
  private static Settings with(Settings settings) {
    return with(settings, "broken", "localhost:1");
  }

  private static Settings with(Settings settings, String name, String address) {
    return NamedRegistries.with(
        settings, new NamedRegistry(name, RegistryAddress.parse(address, "")));
  }

  private void connected(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    untilShown(robot, "The registry is empty");
    Path archive = home.resolve("greeting.tar");
    PracticeCluster.writeSampleImage(archive);
    ImagesWindowTest.push(on, archive, "ana/greeting:9", "ana/greeting:10", "mooring/delve:1");
    refresh(robot);
    untilShown(robot, "ana/greeting");
  }

  private static void refresh(FxRobot robot) {
    robot.press(KeyCode.F5).release(KeyCode.F5);
  }

  private static void press(FxRobot robot, KeyCode key) {
    robot.press(key).release(key);
  }

  private static ListView<?> list(FxRobot robot) {
    return robot.lookup("#repositories").queryListView();
  }

  /// Call it on the FX thread.
  private static List<String> lines(FxRobot robot) {
    return list(robot).getItems().stream().map(String::valueOf).toList();
  }

  private static TableView<?> tags(FxRobot robot) {
    return robot.lookup("#tags").queryTableView();
  }

  private static List<String> names(FxRobot robot) {
    return robot.lookup("#tags").<TableView<?>>tryQuery().stream()
        .flatMap(each -> each.getItems().stream())
        .map(each -> String.valueOf(each).replaceFirst(".*:", ""))
        .toList();
  }

  private static boolean isOff(FxRobot robot, String words) {
    return robot
        .lookup("#images-menu")
        .queryAs(javafx.scene.control.MenuButton.class)
        .getItems()
        .stream()
        .filter(each -> each.getText() != null && each.getText().startsWith(words))
        .findFirst()
        .orElseThrow()
        .isDisable();
  }

  @Test
  void aBrokenOneHoldsUpNoOtherAndIsTriedAgain(FxRobot robot) throws Exception {
    on.settings().update(now -> with(now, "cut", cut.uri().getRawAuthority()));
    cut.say("/v2/_catalog", "{\"repositories\": [\"odd\"");
    connected(robot);
    until(
        "all are there, and the broken one says so",
        () ->
            lines(robot).containsAll(List.of("ana/greeting", "odd", "ana/app"))
                && robot.lookup("#source-help-saved-broken").tryQuery().isPresent());
    until(
        "a list cut short isn't one that is empty",
        () -> lines(robot).get(lines(robot).indexOf("cut") + 1).equals("Can't be listed"));
    on.pictures("sources");
    picture(on.scene(), "sources-1000x640", 1000, 640);
    picture(on.scene(), "sources-1440x900", 1440, 900);
    click(robot, "#source-help-saved-broken");
    untilShown(robot, "localhost:1");
    untilShown(robot, "Copy details");
    try (OddRegistry back = new OddRegistry()) {
      back.good("1");
      on.settings()
          .update(
              now ->
                  NamedRegistries.with(
                      now,
                      new NamedRegistry(
                          "broken", RegistryAddress.parse(back.uri().getRawAuthority(), ""))));
      until(
          "another address is asked at once",
          () -> lines(robot).get(lines(robot).indexOf("broken") + 1).equals("odd"));
    }
  }

  @Test
  void tagsOfAnySourceAreShownAndWhatCannotBeDoneThereIsOff(FxRobot robot) throws Exception {
    connected(robot);
    untilClickable(robot, "odd");
    click(robot, "odd");
    until("in natural order", () -> names(robot).equals(List.of("9", "10")));
    untilShown(robot, company.uri().getRawAuthority() + " · 1 repository");
    assertEquals(2, onFx(() -> tags(robot).getItems().size()));

    click(robot, "ana/app");
    until("the engine's", () -> names(robot).equals(List.of("1.4")));
    untilShown(robot, "84.1 MB");
    untilShown(robot, "created 3 d");
    click(robot, "1.4");
    until("nothing to delete there", () -> isOff(robot, "Delete"));
    assertTrue(onFx(() -> isOff(robot, "Export")));
    assertFalse(onFx(() -> isOff(robot, "Copy name")));
    on.pictures("sources-engine");

    click(robot, "ana/greeting");
    until("the cluster's", () -> names(robot).equals(List.of("9", "10")));
    click(robot, "10");
    until("all can be done", () -> !isOff(robot, "Delete"));
  }

  @Test
  void anImageOfTheEngineIsShownAndPushedFromThere(FxRobot robot) throws Exception {
    connected(robot);
    click(robot, "ana/app");
    until("the engine's", () -> names(robot).equals(List.of("1.4")));
    click(robot, "1.4");
    untilShown(robot, "84.1 MB unpacked, 2 layers");
    untilShown(robot, "linux/amd64");
    untilShown(robot, "/bin/app");
    untilShown(robot, "MODE=fast [31m");
    untilShown(robot, "org.opencontainers.image.version=1.4");
    on.pictures("engine-image");
    picture(on.scene(), "engine-image-1000x640", 1000, 640);
    click(robot, "History");
    untilShown(robot, "COPY app /bin/app");
    untilShown(robot, "4.1 MB · 3 d ago");
    click(robot, "Files");
    untilShown(robot, "Docker and Podman can only export whole images");
    on.pictures("engine-image-files");
    click(robot, "#local-image-push");
    untilShown(robot, "Name in the registry");
    until(
        "it is chosen, under its name",
        () ->
            robot
                    .lookup("#push-name")
                    .queryAs(javafx.scene.control.TextField.class)
                    .getText()
                    .equals("ana/app:1.4")
                && !robot.lookup("#push-start").queryButton().isDisabled());
    click(robot, "#push-start");
    untilShown(robot, "Pushed");
  }

  @Test
  void keysFoldSourcesAndThatIsKept(FxRobot robot) throws Exception {
    connected(robot);
    until("its own are counted", () -> lines(robot).contains("Used by Mooring"));
    assertFalse(onFx(() -> lines(robot).contains("mooring/delve")));
    click(robot, "#filter");
    press(robot, KeyCode.TAB);
    press(robot, KeyCode.TAB);
    until("the list has the focus", () -> list(robot).isFocused());
    press(robot, KeyCode.LEFT);
    until("its source is chosen", () -> chosen(robot).equals(CLUSTER));
    press(robot, KeyCode.LEFT);
    until("it is folded", () -> !lines(robot).contains("ana/greeting"));
    assertTrue(on.settings().settings().get().images().toString().contains("cluster/" + CLUSTER));
    press(robot, KeyCode.RIGHT);
    until("it is unfolded", () -> lines(robot).contains("ana/greeting"));
    press(robot, KeyCode.DOWN);
    press(robot, KeyCode.DOWN);
    until("what is Mooring's", () -> chosen(robot).equals("Used by Mooring"));
    press(robot, KeyCode.ENTER);
    until("it is shown", () -> lines(robot).contains("mooring/delve"));
    press(robot, KeyCode.DOWN);
    until("its tags", () -> names(robot).equals(List.of("1")));
    on.pictures("sources-own");
    press(robot, KeyCode.END);
    until("the last", () -> chosen(robot).equals("registry.example/tools/lint"));
    until("its tags", () -> names(robot).equals(List.of("latest")));
  }

  private static String chosen(FxRobot robot) {
    return String.valueOf(list(robot).getSelectionModel().getSelectedItem());
  }

  @Test
  void aRegistryThatListsNothingKeepsTheRepositoriesThatAreNamed(FxRobot robot) throws Exception {
    company.refuseList();
    connected(robot);
    until("it says so", () -> lines(robot).contains("Lists no repositories"));
    click(robot, "#source-help-saved-company");
    untilClickable(robot, "#repository-name");
    robot.write("Not One");
    press(robot, KeyCode.ENTER);
    untilShown(robot, "Not an image name");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL).write("odd");
    on.pictures("sources-add");
    press(robot, KeyCode.ENTER);
    until("it is in the list", () -> lines(robot).contains("odd"));
    click(robot, "odd");
    until("with its tags", () -> names(robot).equals(List.of("9", "10")));
    assertTrue(on.settings().settings().get().images().toString().contains("odd"));

    // The headless platform asks for no menu by itself.
    robot.interact(
        () ->
            Event.fireEvent(
                list(robot),
                new ContextMenuEvent(
                    ContextMenuEvent.CONTEXT_MENU_REQUESTED, 40, 40, 240, 240, false, null)));
    on.pictures("sources-remove");
    click(robot, "Remove repository from the list  (Delete)");
    until("it is gone", () -> !lines(robot).contains("odd"));
    assertFalse(on.settings().settings().get().images().toString().contains("odd"));
    untilShown(robot, "Removed odd from the list of company");
    click(robot, "Undo");
    until("it is back", () -> lines(robot).contains("odd"));
    click(robot, "odd");
    until("it can be removed", () -> !isOff(robot, "Remove repository from the list"));
    press(robot, KeyCode.DELETE);
    until("the key takes it away, too", () -> !lines(robot).contains("odd"));
    click(robot, "ana/greeting");
    until("no other goes", () -> isOff(robot, "Remove repository from the list"));
  }

  @Test
  void leftOverAndInvalidNamesAreShownAsSuch(FxRobot robot) throws Exception {
    company.say("/v2/_catalog", "{\"repositories\": [\"odd\", \"gone\", \"a/../b\"]}");
    company.say("/v2/gone/tags/list", "{\"name\": \"gone\", \"tags\": null}");
    company.say("/v2/odd/tags/list", "{\"name\": \"odd\", \"tags\": [\"9\", \"not a tag\"]}");
    connected(robot);
    untilShown(robot, "empty");
    untilShown(robot, "invalid");
    click(robot, "odd");
    until("the odd one, too", () -> names(robot).equals(List.of("9", "not a tag")));
    on.pictures("sources-leftover");
    click(robot, "not a tag");
    until("nothing can be done with it", () -> isOff(robot, "Delete"));
    click(robot, "gone");
    untilShown(robot, "This repository has no tags left");
  }

  @Test
  void theOrderOfTagsIsKept(FxRobot robot) throws Exception {
    connected(robot);
    until("by name", () -> names(robot).equals(List.of("9", "10")));
    // Mooring pushed them itself, one after the other.
    untilShown(robot, "pushed ");
    onFx(
        () -> {
          newestFirst(tags(robot));
          return true;
        });
    until("the newest first", () -> names(robot).equals(List.of("10", "9")));
    assertTrue(on.settings().settings().get().images().toString().contains("descending"));
  }

  private static <T> void newestFirst(TableView<T> table) {
    TableColumn<T, ?> age =
        table.getColumns().stream()
            .filter(each -> "age".equals(each.getId()))
            .findFirst()
            .orElseThrow();
    age.setSortType(TableColumn.SortType.DESCENDING);
    table.getSortOrder().setAll(List.of(age));
  }

  @Test
  void shellsCompleteWhatTheWindowSaw(FxRobot robot) throws Exception {
    connected(robot);
    Path names = home.resolve("image-names");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertEquals(
                    List.of("ana/greeting:10", "ana/greeting:9", "company/odd", "mooring/delve"),
                    Files.exists(names) ? Files.readAllLines(names) : List.of()));
  }
}
