package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.choose;
import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.shell.Place;
import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Local;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The list of forwards as somebody has it who lives with many.
@ExtendWith(ApplicationExtension.class)
final class ForwardsWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private final HandFedForwards forwards = new HandFedForwards();

  @Start
  void start(Stage stage) throws Exception {
    on.compose(forwards::workspace);
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  private void shop(FxRobot robot) {
    Instant now = Instant.now();
    forwards.happened(
        ForwardEvent.Kind.STARTED,
        now.minusSeconds(900),
        "listening on 127.0.0.1:8080, [::1]:8080");
    forwards.happened(ForwardEvent.Kind.SERVING, now.minusSeconds(899), "ready: api-7d9f6b-0");
    forwards.happened(
        ForwardEvent.Kind.WAITING, now.minusSeconds(62), "the API server isn't responding");
    forwards.happened(
        ForwardEvent.Kind.CONNECTION_FAILED,
        now.minusSeconds(60),
        "Connection to svc/api ended: pod api-7d9f6b-0 was deleted while it answered");
    forwards.happened(
        ForwardEvent.Kind.SERVING, now.minusSeconds(51), "ready: api-7d9f6b-0, api-7d9f6b-1");
    forwards.passed(now.minusSeconds(9), "GET", "/v1/orders", 200, 12, 18_400);
    forwards.passed(now.minusSeconds(7), "POST", "/v1/orders", 201, 48, 310);
    forwards.passed(now.minusSeconds(3), "GET", "/v1/orders/84/lines", 404, 7, 62);
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.FORWARDS);
    forwards.set(
        List.of(
            HandFedForwards.active(service("grafana", "", 3000, "3000"), 1, 1, 14_000),
            HandFedForwards.active(service("api", "shop", 8080, "80"), 2, 6, 84_000),
            HandFedForwards.waiting(
                service("cart", "shop", 8081, "80"), "no ready pod behind svc/cart"),
            ForwardStatus.idle(
                service("db", "shop", 5432, "5432"),
                new ForwardStatus.State.Failed(
                    new Problem(
                        Code.GENERAL,
                        "Can't listen on port 5432",
                        "postgres (pid 812) has the port",
                        new Remedy.Advice("Take 5433, which is free")))),
            HandFedForwards.active(
                service("queue", "tools", 5672, "amqp")
                    .withPick(PodSelection.ROUND_ROBIN)
                    .withLocal(new Local(List.of(), 5672, true, "queue.test")),
                3,
                0,
                0),
            ForwardStatus.idle(
                service("traces", "tools", 16686, "16686"), new ForwardStatus.State.Stopped())));
    untilShown(robot, "svc/grafana:3000");
  }

  private static ForwardSpec service(String name, String group, int local, String port) {
    return ForwardSpec.of(name, new Target.Service("shop", name, port), local).withGroup(group);
  }

  @Test
  void groupsAreStartedStoppedAndFilteredByKeys(FxRobot robot) {
    shop(robot);
    untilShown(robot, "2 of 3 not working");
    on.picturesInAllSizes("forwards-groups");
    click(robot, "tools");
    press(robot, KeyCode.SPACE);
    until("the group runs", () -> state("traces") instanceof ForwardStatus.State.Active);
    press(robot, KeyCode.SPACE);
    until(
        "the group is stopped",
        () ->
            state("traces") instanceof ForwardStatus.State.Stopped
                && state("queue") instanceof ForwardStatus.State.Stopped);
    press(robot, KeyCode.ENTER);
    until("folded", () -> !shows(robot, "svc/queue:amqp"));
    robot.write("graf");
    until("one is left", () -> !shows(robot, "svc/api:80"));
    on.pictures("forwards-filter");
    press(robot, KeyCode.ENTER);
    press(robot, KeyCode.DELETE);
    untilShown(robot, "No forwards match \"graf\"");
    click(robot, "#undo");
    untilShown(robot, "svc/grafana:3000");
    click(robot, "#forwards-filter");
    press(robot, KeyCode.ESCAPE);
    untilShown(robot, "svc/api:80");
  }

  @Test
  void severalAreChosenAtOnce(FxRobot robot) {
    shop(robot);
    click(robot, "svc/api:80");
    robot.press(KeyCode.SHIFT).press(KeyCode.DOWN).release(KeyCode.DOWN).release(KeyCode.SHIFT);
    robot.press(KeyCode.CONTROL, KeyCode.C).release(KeyCode.C, KeyCode.CONTROL);
    until(
        "both addresses are copied",
        () -> "localhost:8080\nlocalhost:8081".equals(Clipboard.getSystemClipboard().getString()));
    untilClickable(robot, "#forwards-menu");
    click(robot, "#forwards-menu");
    untilShown(robot, "Stop  (Space)");
    on.pictures("forwards-menu");
    click(robot, "Stop  (Space)");
    until("both are stopped", () -> state("cart") instanceof ForwardStatus.State.Stopped);
    choose(robot, "#forwards-menu", "Remove  (Delete)");
    untilShown(robot, "Removed 2 forwards");
    on.pictures("forwards-remove-several");
    until("both are gone", () -> forwards.all().get().size() == 4);
  }

  @Test
  void theDetailTellsAddressesPodsHistoryAndRequests(FxRobot robot) {
    shop(robot);
    click(robot, "svc/queue:amqp");
    press(robot, KeyCode.ENTER);
    untilShown(robot, "queue.test");
    on.pictures("forwards-detail-tls");
    choose(robot, "#forwards-menu", "Copy certificate");
    untilCopied(HandFedForwards.CERTIFICATE);
    choose(robot, "#forwards-menu", "Copy link");
    untilCopied(
        "mooring://forward?target=svc/queue&port=amqp&namespace=shop&context=practice&local=5672");
    click(robot, "api");
    untilShown(robot, "ready: api-7d9f6b-0, api-7d9f6b-1");
    on.picturesInAllSizes("forwards-detail");
    click(robot, "Requests");
    untilClickable(robot, "#forward-record");
    click(robot, "#forward-record");
    untilShown(robot, "Record HTTP requests of api?");
    click(robot, "#confirm");
    untilShown(robot, "GET /v1/orders/84/lines");
    on.picturesInAllSizes("forwards-requests");
    press(robot, KeyCode.ESCAPE);
    until("the detail is closed", () -> robot.lookup("#forward-detail").tryQuery().isEmpty());
  }

  private static void untilCopied(String text) {
    until(text + " is copied", () -> text.equals(Clipboard.getSystemClipboard().getString()));
  }

  @Test
  void aForwardIsChangedInTheFormThatMadeIt(FxRobot robot) {
    shop(robot);
    click(robot, "svc/api:80");
    robot.press(KeyCode.CONTROL, KeyCode.E).release(KeyCode.E, KeyCode.CONTROL);
    untilShown(robot, "Edit api");
    untilClickable(robot, "#forward-name");
    click(robot, "#forward-name");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL).write("cart");
    click(robot, "#forward-save");
    untilShown(robot, "A forward named cart already exists");
    click(robot, "#forward-name");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL).write("orders");
    on.pictures("forwards-edit");
    click(robot, "#forward-save");
    until("it has its new name", () -> state("orders") instanceof ForwardStatus.State.Active);
    assertEquals(6, forwards.all().get().size());
  }

  @Test
  void moreOptionsAreFoldedAndExplained(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.FORWARDS);
    untilClickable(robot, "#forward-new");
    click(robot, "#forward-new");
    robot.write("api");
    untilClickable(robot, "#forward-more");
    robot.interact(() -> robot.lookup("#forward-more").queryButton().fire());
    robot.interact(
        () -> robot.lookup("#forward-alias").queryTextInputControl().setText("api.test"));
    untilShown(robot, "127.0.0.1  api.test");
    on.picturesInAllSizes("forwards-options");
  }

  @Test
  void forwardsOfAnotherToolAreSeenBeforeTheyAreAdded(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.FORWARDS);
    Path file =
        Files.writeString(
            home.resolve("kftray.json"),
            """
            [{"service": "api", "namespace": "shop", "local_port": 8080, "remote_port": 80,
              "context": "practice", "workload_type": "service", "protocol": "tcp", "alias": "api"},
             {"service": "dns", "namespace": "shop", "local_port": 5353, "remote_port": 53,
              "context": "practice", "workload_type": "service", "protocol": "udp", "alias": "dns"}]
            """);
    click(robot, "Import...");
    untilShown(robot, "Import forwards");
    click(robot, "#import-file");
    robot.write(home.resolve("missing.json").toString());
    press(robot, KeyCode.ENTER);
    untilShown(robot, "The file doesn't exist.");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    robot.write(file.toString());
    press(robot, KeyCode.ENTER);
    untilShown(robot, "1 forward in this kftray file");
    on.picturesInAllSizes("forwards-import");
    assertEquals(0, on.settings().settings().get().forwards().size());
    click(robot, "#import-group");
    robot.write("work");
    click(robot, "#import-add");
    untilShown(robot, "svc/api:80");
    untilShown(robot, "work");
    assertEquals(1, on.settings().settings().get().forwards().size());
    choose(robot, "#forwards-menu", "Export...");
    untilShown(robot, "Export forwards");
    choose(robot, "#export-format", "skaffold");
    on.picturesInAllSizes("forwards-export");
    click(robot, "Copy");
    until(
        "the forwards are copied",
        () -> {
          String copied = Clipboard.getSystemClipboard().getString();
          return copied != null && copied.contains("resourceName: api");
        });
  }

  @Test
  void startAllStartsTheFailedOnesToo(FxRobot robot) {
    shop(robot);
    choose(robot, "#forwards-menu", "Start all");
    until("the failed one runs", () -> state("db") instanceof ForwardStatus.State.Active);
    until("the stopped one too", () -> state("traces") instanceof ForwardStatus.State.Active);
    // Those that ran were left alone.
    assertEquals(true, state("cart") instanceof ForwardStatus.State.Waiting);
  }

  @Test
  void theFilterIsReachedFromAnywhereAndHidesWhatIsSelected(FxRobot robot) {
    shop(robot);
    click(robot, "svc/api:80");
    robot.interact(() -> robot.lookup("#forwards-menu").query().requestFocus());
    robot.press(KeyCode.CONTROL, KeyCode.F).release(KeyCode.F, KeyCode.CONTROL);
    robot.write("graf");
    until("one is left", () -> !shows(robot, "svc/api:80"));
    assertEquals(List.of(), onFx(() -> table(robot).getSelectionModel().getSelectedIndices()));
  }

  @Test
  void whatOpensAtTheRightMovesNoButton(FxRobot robot) {
    shop(robot);
    Bounds before = onFx(() -> bounds(robot, "#forward-new"));
    click(robot, "svc/api:80");
    press(robot, KeyCode.ENTER);
    until("the detail is there", () -> robot.lookup("#forward-detail").tryQuery().isPresent());
    assertEquals(before, onFx(() -> bounds(robot, "#forward-new")));
    robot.press(KeyCode.CONTROL, KeyCode.N).release(KeyCode.N, KeyCode.CONTROL);
    until("the form is there", () -> robot.lookup("#forward-form").tryQuery().isPresent());
    assertEquals(before, onFx(() -> bounds(robot, "#forward-new")));
    press(robot, KeyCode.ESCAPE);
    until("the detail is back", () -> robot.lookup("#forward-detail").tryQuery().isPresent());
  }

  @Test
  void aForwardIsFoundByItsNameInThePalette(FxRobot robot) {
    shop(robot);
    on.go(Place.REGISTRY);
    robot.press(KeyCode.CONTROL, KeyCode.K).release(KeyCode.K, KeyCode.CONTROL);
    untilClickable(robot, "#palette-query");
    robot.write("queue");
    press(robot, KeyCode.ENTER);
    untilShown(robot, "queue.test");
    until("its detail", () -> robot.lookup("#forward-detail").tryQuery().isPresent());
  }

  private static Bounds bounds(FxRobot robot, String id) {
    Node node = robot.lookup(id).query();
    return node.localToScreen(node.getBoundsInLocal());
  }

  private static TreeTableView<?> table(FxRobot robot) {
    return (TreeTableView<?>) robot.lookup("#forwards").query();
  }

  @Test
  void twoHundredForwardsAreRedrawnWithoutBeingRebuilt(FxRobot robot) {
    untilShown(robot, "Istio 1.31.0");
    on.go(Place.FORWARDS);
    forwards.set(many(0));
    untilShown(robot, "svc/service-003:80");
    TreeTableView<?> table = onFx(() -> (TreeTableView<?>) robot.lookup("#forwards").query());
    AtomicInteger rebuilt = new AtomicInteger();
    onFx(
        () -> {
          listen(table.getRoot(), rebuilt);
          return true;
        });
    Set<Node> rows = rows(robot);
    long before = fxCpu();
    int updates = 40;
    for (int i = 1; i <= updates; i++) {
      int round = i;
      forwards.set(many(round));
      // Each is drawn before the next one comes, as with twice a second.
      until("round " + round, () -> shows(robot, (900 + round) + " kB/s"));
    }
    double millis = (fxCpu() - before) / 1e6 / updates;
    System.getLogger("forwards")
        .log(
            System.Logger.Level.WARNING,
            "200 forwards: %.1f ms of the FX thread an update".formatted(millis));
    assertEquals(0, rebuilt.get(), "no line was put in or out");
    assertEquals(rows, rows(robot), "no row was made anew");
    on.picturesInAllSizes("forwards-many");
  }

  private static <T> void listen(TreeItem<T> item, AtomicInteger changes) {
    item.getChildren()
        .addListener((ListChangeListener<TreeItem<T>>) change -> changes.incrementAndGet());
    item.getChildren().forEach(each -> listen(each, changes));
  }

  private static Set<Node> rows(FxRobot robot) {
    Set<Node> rows = Collections.newSetFromMap(new IdentityHashMap<>());
    rows.addAll(onFx(() -> robot.lookup(".tree-table-row-cell").queryAll()));
    return rows;
  }

  private static long fxCpu() {
    long id = onFx(() -> Thread.currentThread().threadId());
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(id);
  }

  private static List<ForwardStatus> many(int round) {
    List<ForwardStatus> all = new ArrayList<>();
    IntStream.range(0, 200)
        .mapToObj(
            i -> {
              String name = "service-%03d".formatted(i);
              ForwardSpec spec =
                  ForwardSpec.of(name, new Target.Service("shop", name, "80"), 10_000 + i)
                      .withGroup("team-" + (char) ('a' + i / 25));
              long rate = i == 3 ? 900_000 + round * 1000L : 1000L * ((i * 37 + round) % 90);
              return i % 17 == 16
                  ? HandFedForwards.waiting(spec, "no ready pod behind svc/" + name)
                  : HandFedForwards.active(spec, 1 + i % 3, i % 5, rate);
            })
        .forEach(all::add);
    return all;
  }

  private ForwardStatus.State state(String name) {
    return forwards.all().get().stream()
        .filter(each -> each.spec().name().equals(name))
        .findFirst()
        .map(ForwardStatus::state)
        .orElse(null);
  }

  private static void press(FxRobot robot, KeyCode key) {
    robot.press(key).release(key);
  }
}
