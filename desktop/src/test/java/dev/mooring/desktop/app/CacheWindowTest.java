package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.choose;
import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// What the window says of a cache, of its login, and of options that are chosen and not applied.
@ExtendWith(ApplicationExtension.class)
final class CacheWindowTest {
  /// Nobody has a login for it.
  private static final String UPSTREAM = "https://upstream.registry.invalid";

  private static final StackOptions CACHE =
      StackOptions.defaults().withAdditions(Additions.NONE.withPullThrough(UPSTREAM));

  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws IOException {
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  @Test
  void aCacheSaysWhatItCopiesAndAsksForALoginThatMustBeThere(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(CACHE, Progress.none());
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "Keeps copies of what nodes pull from upstream.registry.invalid");
    untilShown(robot, "Secret kube-registry-upstream in namespace kube-registry");
    untilShown(robot, "Connect to pull at localhost");
    assertFalse(shows(robot, "Writers"));
    assertFalse(shows(robot, "Builders"));
    click(robot, "Verify now");
    untilShown(robot, "The cache answers");
    on.pictures("registry-cache");
    picture(on.scene(), "registry-cache-1000x640", 1000, 640);
    click(robot, "#registry-upstream-login");
    untilShown(robot, "use an access token that can only pull");
    on.pictures("registry-cache-login");
    click(robot, "#confirm");
    untilShown(robot, "There is no saved login for upstream.registry.invalid");
    assertEquals(0, on.workspace().stack().plan(CACHE).writes().size());
  }

  @Test
  void theLoginIsChosenWithTheCacheInTheOptionsAndGoesWithIt(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    choose(robot, "#absent-menu", "Options...");
    untilClickable(robot, "#option-pull-through");
    assertTrue(onFx(() -> login(robot).isDisabled()));
    click(robot, "#option-pull-through");
    robot.write(UPSTREAM);
    robot.press(KeyCode.TAB).release(KeyCode.TAB).press(KeyCode.SPACE).release(KeyCode.SPACE);
    until("it is chosen", () -> login(robot).isSelected());
    on.picturesInAllSizes("registry-cache-options");
    click(robot, "Save");
    untilShown(robot, "A cache of upstream.registry.invalid in this cluster");
    untilShown(robot, "Docker login of this machine");
    on.pictures("registry-cache-absent");
    choose(robot, "#absent-menu", "Options...");
    untilClickable(robot, "#option-pull-through");
    assertTrue(onFx(() -> login(robot).isSelected()));
    click(robot, "#option-pull-through");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    robot.press(KeyCode.DELETE).release(KeyCode.DELETE);
    click(robot, "Save");
    until("no login", () -> !shows(robot, "Docker login of this machine"));
  }

  private static CheckBox login(FxRobot robot) {
    return robot.lookup("#option-pull-through-login").queryAs(CheckBox.class);
  }

  @Test
  void hostsOfBuildersAreChangedAndTheChangeWaitsInViewUntilItIsAppliedOrDropped(FxRobot robot)
      throws Exception {
    untilShown(robot, "Istio 1.31.0");
    StackOptions options =
        StackOptions.defaults()
            // The practice cluster runs no Envoy; here it only has to stand.
            .withEnvoyImage("lab.test/tools:1")
            .withAdditions(
                Additions.NONE.withEgress(List.of("github.com", "git.corp.example/private")));
    on.workspace().stack().install(options, Progress.none());
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "Builders reach only github.com, git.corp.example (private network)");
    on.pictures("registry-egress");
    assertFalse(shows(robot, "You changed this registry's options"));
    click(robot, "#registry-egress");
    click(robot, "#egress-hosts");
    robot.press(KeyCode.END).release(KeyCode.END).write(", host");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "it must be a DNS name");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    robot.write("github.com, proxy.golang.org");
    on.pictures("registry-egress-hosts");
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "You changed this registry's options");
    on.pictures("registry-pending");
    picture(on.scene(), "registry-pending-1400x900", 1400, 900);
    click(robot, "#registry-drop-changes");
    until("nothing waits", () -> !shows(robot, "You changed this registry's options"));
    assertEquals(options, on.workspace().stack().inForce(options));
  }

  @Test
  void theArchiveVolumeIsAnOptionAndEachProtectionCanBeReadInFull(FxRobot robot) throws Exception {
    untilClickable(robot, "#registry-install");
    choose(robot, "#absent-menu", "Options...");
    untilClickable(robot, "#option-archives");
    for (Protection each : Protection.values()) {
      onFx(
          () -> {
            protections(robot).setValue(each);
            return true;
          });
      String words = onFx(() -> protections(robot).getConverter().toString(each));
      until(words, () -> onFx(() -> shown(robot)).equals(words));
    }
    onFx(
        () -> {
          protections(robot).setValue(Protection.TOKENS);
          return true;
        });
    on.pictures("registry-options-tokens");
    onFx(
        () -> {
          protections(robot).setValue(Protection.MESH);
          return true;
        });
    click(robot, "#option-archives");
    robot.write("1Gi");
    click(robot, "Save");
    untilClickable(robot, "#registry-install");
    click(robot, "#registry-install");
    untilClickable(robot, "#registry-verify");
    assertEquals(
        "1Gi", on.workspace().stack().inForce(StackOptions.defaults()).additions().archives());
  }

  /// With dots where it is cut.
  private static String shown(FxRobot robot) {
    return protections(robot).lookupAll(".text").stream()
        .filter(Text.class::isInstance)
        .map(each -> ((Text) each).getText())
        .collect(Collectors.joining());
  }

  @SuppressWarnings("unchecked")
  private static ComboBox<Protection> protections(FxRobot robot) {
    return robot.lookup("#option-protection").queryAs(ComboBox.class);
  }
}
