package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.registry.TagRow;
import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.job.Progress;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Names;
import dev.mooring.registry.Platform;
import dev.mooring.registry.Registry;
import dev.mooring.registry.TagPage;
import dev.mooring.stack.options.StackOptions;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// A registry with more repositories and tags than anybody looks at.
@ExtendWith(ApplicationExtension.class)
final class ManyTagsWindowTest {
  private static final int MANY = 2_000;

  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  /// Until then the registry says nothing of any tag.
  private volatile CountDownLatch answer = new CountDownLatch(0);

  /// Until then it lists no tags.
  private volatile CountDownLatch listing = new CountDownLatch(0);

  @Start
  void start(Stage stage) throws Exception {
    on.compose(
        cluster -> {
          Workspace.Parts own = Composition.parts(cluster, home.resolve("state"));
          return new Workspace(
              new Workspace.Parts(
                  own.cluster(),
                  own.tunnels(),
                  own.forwards(),
                  own.identities(),
                  own.mesh(),
                  own.stack(),
                  own.debugger(),
                  (address, namespace, host) -> registry(),
                  own.layers()));
        });
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    answer.countDown();
    listing.countDown();
    on.close();
  }

  private Registry registry() {
    return (Registry)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Registry.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "repositoryNames" -> {
                    asked.add("repositories");
                    yield new Names(
                        IntStream.range(0, MANY).mapToObj(i -> "team/app" + i).toList(),
                        List.of(),
                        true);
                  }
                  case "tagNames" -> {
                    asked.add("tags");
                    listing.await();
                    yield Names.of(IntStream.range(0, MANY).mapToObj(i -> "v" + i).toList());
                  }
                  case "changes" -> List.of();
                  case "source" -> {
                    asked.add("count " + arguments[0]);
                    yield source();
                  }
                  case "row" -> {
                    answer.await();
                    asked.add("row " + arguments[1]);
                    yield row((String) arguments[0], (String) arguments[1]);
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static ImageSource source() {
    return (ImageSource)
        Proxy.newProxyInstance(
            ManyTagsWindowTest.class.getClassLoader(),
            new Class<?>[] {ImageSource.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "tags" -> new TagPage(List.of("v0", "v1"), "");
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static ImageRow row(String repository, String tag) {
    int number = Integer.parseInt(tag.substring(1));
    return new ImageRow.Complete(
        new ImageSummary(
            repository,
            tag,
            new Digest("sha256:%064x".formatted(number)),
            (number * 7919L) % 100_000_000,
            List.of(new Platform("linux", "amd64", "")),
            Instant.now().minusSeconds(3600L * number),
            List.of(),
            List.of()));
  }

  private long rows() {
    return asked.stream().filter(each -> each.startsWith("row")).count();
  }

  private long counted() {
    return asked.stream().filter(each -> each.startsWith("count")).count();
  }

  private TableView<TagRow> table(FxRobot robot) {
    return robot.lookup("#tags").queryTableView();
  }

  private boolean read(FxRobot robot, int index) {
    return onFx(() -> table(robot).getItems().get(index).isRead());
  }

  @Test
  void onlyTheRowsInViewAreReadAndEachOnce(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    untilShown(robot, "team/app1");
    untilShown(robot, "v0");
    assertEquals(MANY, onFx(() -> table(robot).getItems().size()));
    // Where a list goes on beyond what is read, no count claims to be the whole.
    assertTrue(shows(robot, MANY + "+ repositories"));
    until("list and rail", () -> robot.lookup(MANY + "+").queryAll().size() >= 2);
    until("the first are read", () -> read(robot, 0) && read(robot, 10));
    assertEquals(1, asked.stream().filter("tags"::equals).count());
    assertTrue(rows() < 60, "a screen of them: " + rows());
    assertTrue(counted() < 60, "tags are counted of repositories in view: " + counted());
    on.pictures("images-many");
    long before = rows();
    onFx(
        () -> {
          table(robot).scrollTo(1_500);
          return true;
        });
    until("what scrolled into view is read", () -> read(robot, 1_505));
    assertTrue(rows() < before + 60, "not what was passed: " + rows());
    onFx(
        () -> {
          table(robot).scrollTo(0);
          return true;
        });
    long there = rows();
    until("back at the top", () -> onFx(() -> read(robot, 0)));
    robot.interact(() -> robot.lookup("#filter-tags").queryTextInputControl().setText("v1999"));
    until("it is found", () -> table(robot).getItems().size() == 1);
    until("and read", () -> read(robot, 0));
    assertTrue(rows() <= there + 9, "what was read isn't read again: " + (rows() - there));
  }

  @Test
  void typingInTheFiltersWaitsForNoAnswerOfTheRegistry(FxRobot robot) throws Exception {
    answer = new CountDownLatch(1);
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    untilShown(robot, "v0");
    robot.interact(() -> robot.lookup("#filter").queryTextInputControl().setText("app1999"));
    assertEquals(
        List.of("team/app1999"),
        onFx(
            () ->
                robot.lookup("#repositories").queryListView().getItems().stream()
                    .map(Object::toString)
                    .filter(each -> each.startsWith("team/"))
                    .toList()));
    robot.interact(() -> robot.lookup("#filter-tags").queryTextInputControl().setText("v1999"));
    assertEquals(1, onFx(() -> table(robot).getItems().size()));
    assertEquals(0, rows(), "the registry hasn't answered yet");
    assertEquals(0, counted(), "tags are counted after what is in view");
    answer.countDown();
    until("what is in view is read", () -> read(robot, 0));
    robot.interact(() -> robot.lookup("#filter").queryTextInputControl().clear());
    until("then they are counted", () -> counted() > 0);
  }

  @Test
  void aListThatIsOnItsWayIsNotAskedForOnceMoreBecauseThePageIsShown(FxRobot robot)
      throws Exception {
    listing = new CountDownLatch(1);
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    until("tags are asked for", () -> asked.contains("tags"));
    on.go(Place.FORWARDS);
    on.go(Place.IMAGES);
    listing.countDown();
    untilShown(robot, "v0");
    assertEquals(1, asked.stream().filter("tags"::equals).count());
  }

  @Test
  void anOrderBySizeIsThatOfAllTags(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    untilShown(robot, "v0");
    onFx(
        () -> {
          var size =
              table(robot).getColumns().stream()
                  .filter(each -> each.getText().equals("Size"))
                  .findFirst()
                  .orElseThrow();
          table(robot).getSortOrder().setAll(List.of(size));
          return true;
        });
    until("all are read", () -> rows() >= MANY);
    until(
        "in order", () -> onFx(() -> sizes(robot).equals(sizes(robot).stream().sorted().toList())));
    long read = rows();
    robot.press(KeyCode.HOME).release(KeyCode.HOME);
    assertEquals(read, rows());
  }

  private List<Long> sizes(FxRobot robot) {
    return table(robot).getItems().stream()
        .map(each -> each.summary() == null ? Long.MAX_VALUE : each.summary().size())
        .toList();
  }
}
