package dev.mooring.desktop.tray.sni;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.desktop.tray.Notice;
import dev.mooring.desktop.tray.Tray;
import dev.mooring.desktop.tray.TrayItem;
import dev.mooring.desktop.tray.TrayModel;
import dev.mooring.desktop.tray.TrayState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The tray on a session bus of the test's own, with a watcher and a host that behave as a panel's.
class SniTrayTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private Process daemon;
  private String address;
  private DBusConnection panel;
  private final List<String> registered = new CopyOnWriteArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger clicked = new AtomicInteger();

  @BeforeEach
  void startBus() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/dbus-daemon")), "dbus-daemon is not installed here");
    daemon =
        new ProcessBuilder("/usr/bin/dbus-daemon", "--session", "--nofork", "--print-address")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader lines = daemon.inputReader();
    address = lines.readLine();
  }

  @AfterEach
  void stopBus() throws IOException {
    if (panel != null) {
      panel.close();
    }
    if (daemon != null) {
      daemon.destroy();
    }
  }

  @Test
  void registersWithTheWatcherAndShowsPictureTitleAndMenu() throws Exception {
    startPanel();
    try (Tray tray = open(model(TrayState.WELL, "api"))) {
      assertEquals(1, registered.size());
      assertTrue(tray.visible());
      Map<String, Variant<?>> item = properties();
      assertEquals("mooring", item.get("Id").getValue());
      assertEquals("Active", item.get("Status").getValue());
      assertEquals(4, ((List<?>) item.get("IconPixmap").getValue()).size());
      assertEquals(List.of("Registry", "api"), labels());
    }
  }

  @Test
  void aClickOnAMenuLineRunsItsCommand() throws Exception {
    startPanel();
    AtomicInteger clicks = new AtomicInteger();
    TrayModel model =
        new TrayModel(
            TrayState.WELL,
            "Mooring",
            List.of(
                new TrayItem.Menu(
                    "Registry",
                    List.of(
                        new TrayItem.Action(
                            "Disconnect", new TrayItem.Click(clicks::incrementAndGet))))));
    try (Tray tray = open(model)) {
      menu().Event(idOf("Disconnect"), "clicked", new Variant<>(0), new UInt32(0));
      await().atMost(SOON).until(() -> clicks.get() == 1);
    }
  }

  @Test
  void aNewStateChangesIconAndMenuForTheHost() throws Exception {
    startPanel();
    List<String> signals = new CopyOnWriteArrayList<>();
    panel.addSigHandler(Item.NewIcon.class, signal -> signals.add("icon"));
    panel.addSigHandler(Menu.LayoutUpdated.class, signal -> signals.add("menu"));
    try (Tray tray = open(model(TrayState.WELL, "api"))) {
      tray.show(model(TrayState.ATTENTION, "db"));
      await().atMost(SOON).until(() -> signals.containsAll(List.of("icon", "menu")));
      assertEquals("NeedsAttention", properties().get("Status").getValue());
      assertEquals(List.of("Registry", "db"), labels());
    }
  }

  @Test
  void newWordsReachAnOpenMenuWithoutRebuildingIt() throws Exception {
    startPanel();
    List<String> signals = new CopyOnWriteArrayList<>();
    panel.addSigHandler(Menu.LayoutUpdated.class, signal -> signals.add("layout"));
    panel.addSigHandler(
        Menu.ItemsPropertiesUpdated.class,
        signal ->
            signal.updated.forEach(
                each -> signals.add(String.valueOf(each.properties.get("label").getValue()))));
    try (Tray tray = open(group("api", "api  localhost:8080", true))) {
      int api = idOf("api  localhost:8080");
      tray.show(group("api", "api  localhost:8080 · 84 kB/s", true));
      await().atMost(SOON).until(() -> !signals.isEmpty());
      assertEquals(List.of("api  localhost:8080 · 84 kB/s"), signals);
      assertEquals(api, idOf("api  localhost:8080 · 84 kB/s"), "the line keeps its id");
      tray.show(group("db", "db", false));
      await().atMost(SOON).until(() -> signals.contains("layout"));
      assertTrue(idOf("db") > api, "another line has another id");
    }
  }

  @Test
  void aGroupIsASubmenuWhoseTicksStartAndStop() throws Exception {
    startPanel();
    try (Tray tray = open(group("api", "api", true))) {
      Menu.Node root = menu().GetLayout(0, -1, List.of()).root;
      assertEquals(1, root.children.size());
      int work = idOf("work");
      int api = idOf("api");
      Map<String, Variant<?>> head = propertiesOf(work);
      assertEquals("submenu", head.get("children-display").getValue());
      assertEquals(1, propertiesOf(api).get("toggle-state").getValue());
      Menu.Node inner = menu().GetLayout(work, 1, List.of()).root;
      assertEquals(2, inner.children.size());
      menu().Event(api, "clicked", new Variant<>(0), new UInt32(0));
      await().atMost(SOON).until(() -> clicked.get() == 1);
      tray.show(group("api", "api", false));
      await().atMost(SOON).until(() -> propertiesOf(api).get("toggle-state").getValue().equals(0));
    }
  }

  @Test
  void aNoticeReachesTheDesktopAndAClickOnItOpensTheWindow() throws Exception {
    startPanel();
    Desktop desktop = new Desktop();
    panel.exportObject(Notifications.PATH, desktop);
    panel.requestBusName(Notifications.NAME);
    try (Tray tray = open(model(TrayState.WELL, "api"))) {
      tray.say(new Notice("api is lost", "no ready pod behind <svc/api> & friends", true));
      await().atMost(SOON).until(() -> desktop.shown.size() == 1);
      assertEquals(
          "api is lost: no ready pod behind &lt;svc/api&gt; &amp; friends",
          desktop.shown.getFirst());
      // The answer to the first is what the second has to name.
      await()
          .atMost(SOON)
          .until(
              () -> {
                tray.say(new Notice("api is back", "", false));
                return desktop.replaced.contains(7L);
              });
      panel.sendMessage(
          new Notifications.ActionInvoked(Notifications.PATH, new UInt32(7), "default"));
      await().atMost(SOON).until(() -> opened.get() == 1);
    }
  }

  @Test
  void aNoticeWithoutAnybodyToShowItIsNoHarm() throws Exception {
    startPanel();
    try (Tray tray = open(model(TrayState.WELL, "api"))) {
      tray.say(new Notice("api is lost", "", true));
      tray.show(model(TrayState.ATTENTION, "api"));
      await()
          .atMost(SOON)
          .until(() -> "NeedsAttention".equals(properties().get("Status").getValue()));
    }
  }

  private TrayModel group(String key, String text, boolean checked) {
    return new TrayModel(
        TrayState.WELL,
        "Mooring",
        List.of(
            new TrayItem.Menu(
                "group work",
                "work",
                List.of(
                    new TrayItem.Action("Stop all", new TrayItem.Click(() -> {})),
                    new TrayItem.Toggle(
                        key, text, checked, new TrayItem.Click(clicked::incrementAndGet))))));
  }

  private Map<String, Variant<?>> propertiesOf(int id) throws Exception {
    return menu().GetGroupProperties(List.of(id), List.of()).getFirst().properties;
  }

  /// What shows notifications on a desktop.
  private static final class Desktop implements Notifications {
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final List<Long> replaced = new CopyOnWriteArrayList<>();

    @Override
    public UInt32 Notify(
        String application,
        UInt32 replaces,
        String icon,
        String summary,
        String body,
        List<String> actions,
        Map<String, Variant<?>> hints,
        int timeout) {
      shown.add(summary + ": " + body);
      replaced.add(replaces.longValue());
      return new UInt32(7);
    }

    @Override
    public List<String> GetCapabilities() {
      return List.of("body", "body-markup", "actions");
    }

    @Override
    public String getObjectPath() {
      return Notifications.PATH;
    }
  }

  @Test
  void aLateClickOnALineThatIsGoneDoesNothing() throws Exception {
    startPanel();
    AtomicInteger clicks = new AtomicInteger();
    TrayItem.Click click = new TrayItem.Click(clicks::incrementAndGet);
    try (Tray tray = open(single(new TrayItem.Action("old", click)))) {
      int old = idOf("old");
      tray.show(single(new TrayItem.Action("new", click)));
      menu().Event(old, "clicked", new Variant<>(0), new UInt32(0));
      menu().Event(idOf("new"), "clicked", new Variant<>(0), new UInt32(0));
      await().atMost(SOON).until(() -> clicks.get() == 1);
    }
  }

  @Test
  void aLineThatLooksAsBeforeDoesWhatItMeansNow() throws Exception {
    startPanel();
    List<String> done = new CopyOnWriteArrayList<>();
    TrayItem.Click before = new TrayItem.Click(() -> done.add("as it was"));
    TrayItem.Click after = new TrayItem.Click(() -> done.add("as edited"));
    try (Tray tray = open(single(new TrayItem.Action("Stop", before)))) {
      tray.show(single(new TrayItem.Action("Stop", after)));
      menu().Event(idOf("Stop"), "clicked", new Variant<>(0), new UInt32(0));
      await().atMost(SOON).until(() -> !done.isEmpty());
      assertEquals(List.of("as edited"), done);
    }
  }

  @Test
  void aLineBesideAnOpenSubmenuGrowsOnlyWhenThatIsClosed() throws Exception {
    startPanel();
    List<String> signals = new CopyOnWriteArrayList<>();
    panel.addSigHandler(
        Menu.ItemsPropertiesUpdated.class,
        signal ->
            signal.updated.forEach(
                each -> signals.add(String.valueOf(each.properties.get("label").getValue()))));
    try (Tray tray = open(beside("api", "stop"))) {
      int work = idOf("api");
      menu().Event(work, "opened", new Variant<>(0), new UInt32(0));
      tray.show(beside("api  84 kB/s", "stop it"));
      await().atMost(SOON).until(() -> !signals.isEmpty());
      assertEquals(List.of("stop it"), signals, "inside it nothing lies beside a menu");
      menu().Event(work, "closed", new Variant<>(0), new UInt32(0));
      tray.show(beside("api  84 kB/s", "stop it"));
      await().atMost(SOON).until(() -> signals.contains("api  84 kB/s"));
    }
  }

  private static TrayModel beside(String menu, String line) {
    return new TrayModel(
        TrayState.WELL,
        "Mooring",
        List.of(
            new TrayItem.Menu(
                "api",
                menu,
                List.of(new TrayItem.Action("stop", line, new TrayItem.Click(() -> {}))))));
  }

  @Test
  void whoWantsNoDisturbanceGetsNoNotice() throws Exception {
    startPanel();
    Quiet desktop = new Quiet();
    panel.exportObject(Notifications.PATH, desktop);
    panel.requestBusName(Notifications.NAME);
    try (Tray tray = open(model(TrayState.WELL, "api"))) {
      tray.say(new Notice("api is lost", "", true));
      await().atMost(SOON).until(() -> desktop.asked.get() == 1);
      desktop.inhibited = false;
      tray.say(new Notice("api is back", "", false));
      await().atMost(SOON).until(() -> !desktop.shown.isEmpty());
      assertEquals(List.of("api is back"), desktop.shown);
    }
  }

  /// A desktop that says whether it wants to be left alone.
  private static final class Quiet implements Notifications, Properties {
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean inhibited = true;

    @Override
    public UInt32 Notify(
        String application,
        UInt32 replaces,
        String icon,
        String summary,
        String body,
        List<String> actions,
        Map<String, Variant<?>> hints,
        int timeout) {
      shown.add(summary);
      return new UInt32(7);
    }

    @Override
    public List<String> GetCapabilities() {
      return List.of();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <A> A Get(String interfaceName, String property) {
      asked.incrementAndGet();
      return (A) new Variant<>(inhibited);
    }

    @Override
    public <A> void Set(String interfaceName, String property, A value) {}

    @Override
    public Map<String, Variant<?>> GetAll(String interfaceName) {
      return Map.of();
    }

    @Override
    public String getObjectPath() {
      return Notifications.PATH;
    }
  }

  @Test
  void anItemWithoutPanelAppearsWhenOneStartsAndAgainWhenItRestarts() throws Exception {
    try (Tray tray = open(model(TrayState.WELL, "api"))) {
      assertTrue(!tray.visible());
      startPanel();
      await().atMost(SOON).until(() -> registered.size() == 1);
      panel.close();
      await().atMost(SOON).until(() -> !tray.visible());
      startPanel();
      await().atMost(SOON).until(() -> registered.size() == 2);
    }
  }

  @Test
  void aClickOnTheIconOpensTheWindow() throws Exception {
    startPanel();
    try (Tray tray = open(model(TrayState.WELL, "api"))) {
      panel.getRemoteObject(registered.getFirst(), ItemObject.PATH, Item.class).Activate(0, 0);
      await().atMost(SOON).until(() -> opened.get() == 1);
    }
  }

  @Test
  void noBusMeansNoTray() {
    assertEquals(
        Optional.empty(),
        SniTray.open("unix:path=/nonexistent/bus", model(TrayState.WELL, "api"), () -> {}));
  }

  private Tray open(TrayModel model) {
    return SniTray.open(address, model, opened::incrementAndGet).orElseThrow();
  }

  private static TrayModel model(TrayState state, String forward) {
    return new TrayModel(
        state,
        "Mooring · lab · " + state.words(),
        List.of(
            new TrayItem.Label("Registry"),
            new TrayItem.Separator(),
            new TrayItem.Toggle(forward, true, new TrayItem.Click(() -> {}))));
  }

  private static TrayModel single(TrayItem item) {
    return new TrayModel(TrayState.WELL, "Mooring", List.of(item));
  }

  private void startPanel() throws Exception {
    panel = DBusConnectionBuilder.forAddress(address).withShared(false).build();
    panel.exportObject(Watcher.PATH, new Panel());
    panel.requestBusName(Watcher.NAME);
  }

  private final class Panel implements Watcher {
    @Override
    public void RegisterStatusNotifierItem(String service) {
      registered.add(service);
    }

    @Override
    public String getObjectPath() {
      return Watcher.PATH;
    }
  }

  private Map<String, Variant<?>> properties() throws Exception {
    return panel
        .getRemoteObject(registered.getLast(), ItemObject.PATH, Properties.class)
        .GetAll("org.kde.StatusNotifierItem");
  }

  private Menu menu() throws Exception {
    return panel.getRemoteObject(registered.getLast(), MenuObject.PATH, Menu.class);
  }

  private List<Menu.Properties> lines() throws Exception {
    return menu().GetGroupProperties(List.of(), List.of());
  }

  private List<String> labels() throws Exception {
    return lines().stream()
        .filter(line -> line.properties.containsKey("label"))
        .map(line -> String.valueOf(line.properties.get("label").getValue()))
        .toList();
  }

  private int idOf(String label) throws Exception {
    return lines().stream()
        .filter(line -> line.properties.containsKey("label"))
        .filter(line -> label.equals(line.properties.get("label").getValue()))
        .findFirst()
        .orElseThrow()
        .id;
  }
}
