package dev.mooring.desktop.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.tray.Notice;
import dev.mooring.desktop.tray.TrayItem;
import dev.mooring.desktop.tray.TrayState;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.document.Document;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.ContextForwards;
import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.job.Progress;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.platform.FreePorts;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tray's menu over the practice cluster, without a panel.
final class TrayMenuTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path home;

  private final PracticeCluster cluster = PracticeCluster.start();
  private final List<String> copied = new CopyOnWriteArrayList<>();
  private final List<String> browsed = new CopyOnWriteArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger quit = new AtomicInteger();
  private Workspaces workspaces;
  private Workspace workspace;
  private SettingsFile settings;
  private TrayMenu menu;

  @BeforeEach
  void open() throws IOException {
    cluster.runHello("default");
    workspaces =
        new Workspaces(
            new FabricKubeconfig(List.of(cluster.writeKubeconfig(home))), Composition::over);
    settings =
        SettingsFile.startingWith(
            Settings.defaults().withLocalPort(0), home.resolve("settings.json"));
    menu =
        new TrayMenu(
            workspaces,
            settings,
            opened::incrementAndGet,
            copied::add,
            browsed::add,
            quit::incrementAndGet);
  }

  @AfterEach
  void close() {
    workspaces.close();
    settings.close();
    cluster.close();
  }

  @Test
  void theRegistryIsConnectedVerifiedAndDisconnected() throws InterruptedException {
    openContext();
    workspace.stack().install(StackOptions.defaults(), Progress.none());
    assertEquals(TrayState.DISCONNECTED, menu.model().state());
    click("Connect");
    awaitLine("Disconnect");
    assertEquals(TrayState.WELL, menu.model().state());
    click("Copy registry address");
    assertTrue(copied.getFirst().startsWith("localhost:"), copied.toString());
    click("Verify now");
    String proven = result("Verify registry");
    assertTrue(proven.startsWith("Verified on 2 nodes"), proven);
    click("Disconnect");
    awaitLine("Connect");
  }

  @Test
  void eachOfSeveralRegistriesHasALineWithItsName() throws InterruptedException {
    openContext();
    // What this machine has of its own on 5001 must not matter.
    int port = FreePorts.after(25_001).orElseThrow();
    StackOptions team =
        StackOptions.defaults().named("team-a").withNamespace("tools").withNodePort(port);
    workspace.stack().install(StackOptions.defaults(), Progress.none());
    workspace.stack().install(team, Progress.none());
    workspace.installed().set(Optional.of(workspace.stack().installed(StackOptions.defaults())));
    awaitLine("Registry kube-registry  not connected");
    awaitLine("Registry team-a  not connected");
    lines().filter(line -> line.text().equals("Connect")).toList().getLast().click().run();
    awaitLine("Registry team-a  localhost:" + port);
    assertTrue(result("Connect to registry (team-a)").contains("localhost:" + port));
    awaitLine("Registry kube-registry  not connected");
  }

  @Test
  void aForwardIsStoppedStartedAndRestartedAndTheSettingsKnow() throws InterruptedException {
    openContext();
    ForwardSpec hello = ForwardSpec.of("hello", new Target.Service("default", "hello", "80"), 0);
    kept().start(hello);
    awaitState(TrayState.WELL);
    click("Restart");
    assertTrue(result("Forward svc/hello").startsWith("on localhost:"));
    click("Stop");
    awaitLine("hello");
    await().until(() -> kept().saved().equals(List.of(saved(hello, false))));
    click("hello");
    awaitLine("Stop");
    await().until(() -> kept().saved().equals(List.of(saved(hello, true))));
    awaitState(TrayState.WELL);
  }

  @Test
  void aForwardThatIsOnlyWrittenDownCanBeStarted() {
    openContext();
    kept().save(ForwardSpec.of("kept", new Target.Service("default", "hello", "80"), 0), false);
    click("kept");
    awaitLine("Restart");
  }

  @Test
  void aGroupIsStartedStoppedAndReachedWithinTwoClicks() throws InterruptedException {
    openContext();
    Target hello = new Target.Service("default", "hello", "80");
    kept().save(ForwardSpec.of("api", hello, 0).withGroup("work"), false);
    kept().save(ForwardSpec.of("web", hello, 0).withGroup("work"), false);
    awaitLine("work");
    assertEquals(2, deepest(menu.model().items()), "clicks to the farthest line");
    click("Start all");
    await("both run").atMost(LONG).until(() -> menuOf("work  2 active").size() == 6);
    TrayItem.Toggle api = (TrayItem.Toggle) menuOf("work  2 active").get(4);
    assertTrue(api.checked(), api.toString());
    assertTrue(api.text().startsWith("api  localhost:"), api.text());
    TrayItem.Action copy = (TrayItem.Action) menuOf("Copy address").getFirst();
    copy.click().run();
    assertEquals("work / api  " + copied.getFirst(), copy.text());
    ((TrayItem.Action) menuOf("Open in browser").getFirst()).click().run();
    assertEquals(List.of("http://" + copied.getFirst() + "/"), browsed);
    assertEquals(2, deepest(menu.model().items()), "clicks to the farthest line");
    api.click().run();
    await("one is stopped").atMost(LONG).until(() -> menuOf("work  1 of 2 active").size() == 6);
    click("Stop all");
    awaitLine("work");
    await().atMost(LONG).until(() -> kept().saved().stream().noneMatch(SavedForward::running));
  }

  @Test
  void aForwardThatIsLostIsToldUnlessTheUserWantsNoNotices() throws InterruptedException {
    openContext();
    ForwardSpec hello = ForwardSpec.of("hello", new Target.Service("default", "hello", "80"), 0);
    kept().start(hello);
    awaitState(TrayState.WELL);
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    assertEquals(Optional.empty(), menu.notice(start));
    scaleHello(0);
    awaitState(TrayState.ATTENTION);
    assertEquals(Optional.empty(), menu.notice(start.plusSeconds(10)));
    Notice lost = menu.notice(start.plusSeconds(13)).orElseThrow();
    assertEquals("hello dropped", lost.title());
    scaleHello(1);
    awaitState(TrayState.WELL);
    settings.update(s -> s.withNotifications(false));
    assertEquals(Optional.empty(), menu.notice(start.plusSeconds(20)));
    assertEquals(Optional.empty(), menu.notice(start.plusSeconds(23)));
  }

  private void scaleHello(int replicas) throws InterruptedException {
    workspace
        .cluster()
        .mergePatch(
            Kind.DEPLOYMENT,
            "default",
            "hello",
            "",
            Document.of(Map.of("spec", Map.of("replicas", replicas))));
  }

  private static int deepest(List<TrayItem> items) {
    return 1
        + items.stream()
            .mapToInt(each -> each instanceof TrayItem.Menu inner ? deepest(inner.items()) : 0)
            .max()
            .orElse(0);
  }

  private List<TrayItem> menuOf(String text) {
    return menu.model().items().stream()
        .filter(each -> each instanceof TrayItem.Menu inner && inner.text().equals(text))
        .map(each -> ((TrayItem.Menu) each).items())
        .findFirst()
        .orElse(List.of());
  }

  private static SavedForward saved(ForwardSpec spec, boolean running) {
    return new SavedForward("practice", spec, running);
  }

  private ContextForwards kept() {
    return new ContextForwards("practice", workspace.forwards(), settings);
  }

  @Test
  void aCacheAndAPlainRegistrySayWhatTheyAre() {
    openContext();
    StackOptions hub =
        StackOptions.defaults()
            .named("hub")
            .withNamespace("hub")
            .withAdditions(Additions.NONE.withPullThrough("https://registry-1.docker.io"));
    workspace
        .installed()
        .set(Optional.of(List.of(StackOptions.defaults().withProtection(Protection.PLAIN), hub)));
    awaitLine("Registry hub  not connected");
    assertEquals(
        List.of("Not encrypted, no identities", "Cache of docker.io: no pushes"),
        menu.model().items().stream()
            .flatMap(each -> each instanceof TrayItem.Menu one ? one.items().stream() : null)
            .filter(TrayItem.Label.class::isInstance)
            .map(each -> ((TrayItem.Label) each).text())
            .toList());
  }

  @Test
  void whereNothingIsInstalledThereIsNothingToConnectTo() {
    openContext();
    awaitLine("Connect");
    workspace.installed().set(Optional.of(List.of()));
    assertEquals(List.of("Open Mooring", "Quit"), lines().map(Line::text).toList());
    assertTrue(
        menu.model().items().contains(new TrayItem.Label("Registry  not installed")),
        () -> menu.model().items().toString());
  }

  @Test
  void theRegistryThatIsKeptStandsThereAndNotThatOfTheDefaults() throws InterruptedException {
    openContext();
    StackOptions own = StackOptions.defaults().withNamespace("images");
    workspace.stack().install(own, Progress.none());
    new KeptRegistries("practice", workspace.mesh(), settings).connect(own.location(), 0);
    workspace.mesh().to(own.location()).disconnect();
    assertEquals(1, lines().filter(line -> line.text().equals("Connect")).count());
    click("Connect");
    awaitLine("Disconnect");
    assertEquals(1, workspace.mesh().all().get().size(), "no other was asked for");
  }

  @Test
  void quitSaysWhatWouldStop() throws InterruptedException {
    openContext();
    kept().start(ForwardSpec.of("hello", new Target.Service("default", "hello", "80"), 0));
    awaitLine("Quit (1 forward will stop)");
    click("Quit (1 forward will stop)");
    assertEquals(1, quit.get());
  }

  @Test
  void withoutAContextThereIsOnlyTheWindowAndTheEnd() {
    assertEquals(List.of("Open Mooring", "Quit"), lines().map(Line::text).toList());
    click("Open Mooring");
    click("Quit");
    assertEquals(List.of(1, 1), List.of(opened.get(), quit.get()));
  }

  private void openContext() {
    workspace = workspaces.open(null);
  }

  private record Line(String text, TrayItem.Click click) {}

  private Stream<Line> lines() {
    return menu.model().items().stream().flatMap(TrayMenuTest::lines);
  }

  private static Stream<Line> lines(TrayItem item) {
    return switch (item) {
      case TrayItem.Action action -> Stream.of(new Line(action.text(), action.click()));
      case TrayItem.Toggle toggle -> Stream.of(new Line(toggle.text(), toggle.click()));
      case TrayItem.Menu inner ->
          Stream.concat(
              Stream.of(new Line(inner.text(), new TrayItem.Click(() -> {}))),
              inner.items().stream().flatMap(TrayMenuTest::lines));
      case TrayItem.Label label -> Stream.empty();
      case TrayItem.Separator separator -> Stream.empty();
    };
  }

  private void click(String text) {
    awaitLine(text);
    lines().filter(line -> line.text().equals(text)).findFirst().orElseThrow().click().run();
  }

  private void awaitLine(String text) {
    await(text)
        .atMost(Duration.ofSeconds(30))
        .until(() -> lines().anyMatch(line -> line.text().equals(text)));
  }

  private void awaitState(TrayState state) {
    await(state.words()).atMost(Duration.ofSeconds(30)).until(() -> menu.model().state() == state);
  }

  private String result(String title) {
    await(title).atMost(Duration.ofSeconds(60)).until(() -> job(title).state().ended());
    return job(title).state() instanceof JobState.Done done ? done.result() : job(title).toString();
  }

  private Job.Snapshot job(String title) {
    return workspace.jobs().all().get().stream()
        .map(Job::snapshot)
        .filter(job -> job.title().equals(title))
        .findFirst()
        .orElseThrow();
  }
}
