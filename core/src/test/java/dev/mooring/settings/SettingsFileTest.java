package dev.mooring.settings;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.job.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsFileTest {
  @TempDir Path home;

  private Path file() {
    return home.resolve("config").resolve("settings.json");
  }

  @Test
  void whatWasChosenIsThereAfterARestart() {
    Settings chosen =
        Settings.defaults()
            .withAppearance(Settings.Appearance.DARK)
            .withLocalPort(5050)
            .withCloseToTray(false)
            .withNamespace("lab", "ux")
            .withNamespace("prod", "*")
            .withForwards(
                List.of(
                    Document.of(Map.of("name", "api", "target", "svc/api", "localPort", 8080))));
    try (SettingsFile settings = SettingsFile.open(file())) {
      settings.update(ignored -> chosen);
    }
    try (SettingsFile again = SettingsFile.open(file())) {
      assertEquals(chosen, again.settings().get());
    }
  }

  @Test
  void whoHearsOfAChangeMayWaitForAnotherWhoMakesOne() throws Exception {
    try (SettingsFile settings = SettingsFile.open(file())) {
      Thread other = Thread.ofVirtual().unstarted(() -> settings.update(s -> s.withLocalPort(2)));
      AtomicBoolean ended = new AtomicBoolean();
      settings
          .settings()
          .subscribe(
              now -> {
                if (now.localPort() == 1) {
                  other.start();
                  ended.set(joined(other));
                }
              });
      settings.update(s -> s.withLocalPort(1));

      assertTrue(ended.get(), "the other waits for who is told");
      assertEquals(2, settings.settings().get().localPort());
    }
  }

  private static boolean joined(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keysOfAnotherVersionSurvive() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{\"version\":9,\"future\":{\"a\":1},\"localPort\":5001}");
    try (SettingsFile settings = SettingsFile.open(file())) {
      assertEquals(5001, settings.settings().get().localPort());
      settings.update(s -> s.withLocalPort(5002));
    }
    assertTrue(Files.readString(file()).contains("\"future\""));
  }

  @Test
  void brokenFileIsPutAsideAndNamed() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{ not json");
    try (SettingsFile settings = SettingsFile.open(file())) {
      assertEquals(Settings.defaults(), settings.settings().get());
      assertTrue(settings.trouble().orElseThrow().whatToDo().contains("settings.json.unreadable"));
    }
    assertFalse(Files.exists(file()));
    assertEquals("{ not json", Files.readString(file().resolveSibling("settings.json.unreadable")));
  }

  @Test
  void senselessValuesBecomeDefaults() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{\"localPort\":700000,\"appearance\":7,\"forwards\":{}}");
    try (SettingsFile settings = SettingsFile.open(file())) {
      assertEquals(Settings.defaults(), settings.settings().get());
    }
  }

  @Test
  void aPortThatIsNoneIsToldAndStaysInTheFileUntilAnotherIsChosen() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{\"localPort\": 99999}");
    try (SettingsFile settings = SettingsFile.open(file())) {
      assertEquals(5000, settings.settings().get().localPort());
      assertEquals(
          "99999 isn't a port between 0 and 65535", settings.trouble().orElseThrow().why());
      settings.update(s -> s.withNotifications(false));
      settings.awaitWritten();
      assertTrue(Files.readString(file()).contains("99999"));
      assertTrue(settings.trouble().isPresent());
      settings.update(s -> s.withLocalPort(5001));
      settings.awaitWritten();
      assertTrue(settings.trouble().isEmpty());
    }
  }

  @Test
  void aPortThatIsNoneIsToldToThoseWhoFollowToo() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{\"localPort\": 5001}");
    try (SettingsFile settings = SettingsFile.open(file());
        Subscription following = settings.follow()) {
      Files.writeString(file(), "{\"localPort\": \"none\"}");
      await().until(() -> settings.trouble().isPresent());
      Files.writeString(file(), "{\"localPort\": 5002}");
      await().until(() -> settings.trouble().isEmpty());
      assertEquals(5002, settings.settings().get().localPort());
    }
  }

  @Test
  void twoRunningMooringsKeepEachOthersChoices() throws IOException {
    try (SettingsFile one = SettingsFile.open(file());
        SettingsFile two = SettingsFile.open(file())) {
      one.update(s -> s.withLocalPort(5050));
      one.close();
      two.update(s -> s.withAppearance(Settings.Appearance.DARK));
      two.close();
    }
    try (SettingsFile again = SettingsFile.open(file())) {
      assertEquals(
          Settings.defaults().withLocalPort(5050).withAppearance(Settings.Appearance.DARK),
          again.settings().get());
    }
  }

  @Test
  void twoMooringsThatAddToAListAtTheSameMomentLoseNothing() {
    try (SettingsFile one = SettingsFile.open(file());
        SettingsFile two = SettingsFile.open(file())) {
      for (int i = 0; i < 20; i++) {
        String name = "f" + i;
        one.update(s -> s.withForwards(added(s, "one-" + name)));
        two.update(s -> s.withForwards(added(s, "two-" + name)));
      }
    }
    try (SettingsFile again = SettingsFile.open(file())) {
      assertEquals(40, again.settings().get().forwards().size());
    }
  }

  private static List<Document> added(Settings settings, String name) {
    List<Document> all = new ArrayList<>(settings.forwards());
    all.add(Document.of(Map.of("name", name)));
    return all;
  }

  @Test
  void whatAnotherMooringWroteIsTakenOverByAWriteAndByThoseWhoFollow() {
    try (SettingsFile one = SettingsFile.open(file());
        SettingsFile two = SettingsFile.open(file());
        Subscription following = two.follow()) {
      one.update(s -> s.withDebugImage("lab.test/dlv:1"));
      Awaitility.await().until(() -> two.settings().get().debugImage().equals("lab.test/dlv:1"));
      two.update(s -> s.withLocalPort(5050));
      two.awaitWritten();
      one.update(s -> s.withCloseToTray(false));
      one.awaitWritten();
      assertEquals(5050, one.settings().get().localPort());
    }
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenWithTheNextChange() throws IOException {
    Path folder = Files.writeString(home.resolve("blocked"), "a file, not a folder");
    Path blocked = folder.resolve("settings.json");
    try (SettingsFile settings = SettingsFile.open(blocked)) {
      for (int port = 5001; port <= 5300; port++) {
        int next = port;
        settings.update(s -> s.withLocalPort(next));
      }
      settings.awaitWritten();
      assertTrue(settings.trouble().isPresent());
      Files.delete(folder);
      settings.update(s -> s.withCloseToTray(false));
      settings.awaitWritten();
      assertTrue(settings.trouble().isEmpty());
    }
    try (SettingsFile again = SettingsFile.open(blocked)) {
      assertEquals(5300, again.settings().get().localPort());
      assertFalse(again.settings().get().closeToTray());
    }
  }

  @Test
  void valuesOfALaterVersionStayUntilTheyAreChanged() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{\"version\":2,\"appearance\":\"contrast\"}");
    try (SettingsFile settings = SettingsFile.open(file())) {
      settings.update(s -> s.withLocalPort(5050));
    }
    assertTrue(Files.readString(file()).contains("\"contrast\""));
  }

  @Test
  void aNewerMooringsFileIsCopiedBeforeItIsChangedAndOnlyOnce() throws IOException {
    String newer =
        """
        {"version": 2, "localPort": {"registry": 5003}, "forwards": {"ana": []}, "later": [1]}
        """;
    Path file = Files.writeString(home.resolve("settings.json"), newer);
    try (SettingsFile settings = SettingsFile.open(file)) {
      settings.update(s -> s.withCloseToTray(false));
      settings.awaitWritten();
      settings.update(s -> s.withDebugImage("x"));
    }
    assertEquals(newer, Files.readString(home.resolve("settings.json.version-2")));
    String text = Files.readString(file);
    assertTrue(text.contains("\"registry\" : 5003"), text);
    assertTrue(text.contains("\"version\" : 2"), text);
    assertTrue(text.contains("\"later\""), text);
  }

  @Test
  void aFileOfTheFirstReleaseKeepsEveryChoice() throws IOException {
    Path file = home.resolve("settings.json");
    Files.copy(Path.of("src/test/resources/dev/mooring/settings/settings-0.1.0.json"), file);
    try (SettingsFile settings = SettingsFile.open(file)) {
      Settings now = settings.settings().get();
      assertEquals(Settings.Appearance.DARK, now.appearance());
      assertEquals(5001, now.localPort());
      assertEquals("registry.example/registry:3", now.registryImage());
      assertEquals("registry.example/dlv:1", now.debugImage());
      assertFalse(now.closeToTray());
      assertTrue(now.startAtLogin());
      assertFalse(now.notifications());
      assertEquals(List.of("Pods"), now.hiddenColumns());
      assertEquals("dev", now.context());
      assertEquals("web", now.forwards().getFirst().at("name").textOrEmpty());
      assertEquals("dev", now.registries().getFirst().at("context").textOrEmpty());
      assertTrue(now.allowUnknownLocalUsers());
      settings.update(s -> s.withLocalPort(5002));
    }
    assertEquals(5002, SettingsFile.open(file).settings().get().localPort());
    assertFalse(Files.exists(home.resolve("settings.json.version-1")));
  }

  @Test
  void brokenFilesPutAsideEarlierAreKept() throws IOException {
    Files.createDirectories(file().getParent());
    for (String text : List.of("{ one", "[]")) {
      Files.writeString(file(), text);
      SettingsFile.open(file()).close();
    }
    assertEquals("{ one", Files.readString(file().resolveSibling("settings.json.unreadable")));
    assertEquals("[]", Files.readString(file().resolveSibling("settings.json.unreadable-2")));
  }

  @Test
  void fileThatBreaksWhileRunningIsPutAsideBeforeTheNextWrite() throws IOException {
    try (SettingsFile settings = SettingsFile.open(file())) {
      settings.update(s -> s.withLocalPort(5050));
      settings.close();
      Files.writeString(file(), "{ half");
      settings.update(s -> s.withLocalPort(5051));
    }
    assertEquals("{ half", Files.readString(file().resolveSibling("settings.json.unreadable")));
    try (SettingsFile again = SettingsFile.open(file())) {
      assertEquals(5051, again.settings().get().localPort());
    }
  }

  @Test
  void failedSaveIsToldAndTheOldFileStays() throws IOException {
    Path blocked = Files.writeString(home.resolve("blocked"), "a file, not a folder");
    try (SettingsFile settings = SettingsFile.open(blocked.resolve("settings.json"))) {
      settings.update(s -> s.withLocalPort(5050));
      settings.close();
      assertTrue(settings.trouble().orElseThrow().what().contains("Can't save"));
      assertEquals(5050, settings.settings().get().localPort());
    }
    assertEquals("a file, not a folder", Files.readString(blocked));
  }

  @Test
  void linkedFileIsReplacedWhereItLeads() throws IOException {
    Path real = Files.writeString(home.resolve("dotfile.json"), "{}");
    Files.createDirectories(file().getParent());
    Files.createSymbolicLink(file(), real);
    try (SettingsFile settings = SettingsFile.open(file())) {
      settings.update(s -> s.withLocalPort(5050));
    }
    assertTrue(Files.isSymbolicLink(file()));
    assertTrue(Files.readString(real).contains("5050"));
  }
}
