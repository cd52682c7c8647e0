package dev.mooring.desktop.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.app.TestWorkspaces;
import dev.mooring.desktop.control.ControlSocket;
import dev.mooring.desktop.control.ForwardControl;
import dev.mooring.desktop.control.SocketDirectory;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.ForwardLink;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.ContextForwards;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.settings.SettingsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands beside a running Mooring, over a real socket and a practice cluster: both show one
/// truth.
class TwoMooringsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final long WINDOW = 4_294_967_000L;

  @TempDir Path home;

  private PracticeCluster cluster;
  private FabricKubeconfig kubeconfig;

  @BeforeEach
  void start() throws IOException {
    cluster = PracticeCluster.start();
    cluster.runHello("default");
    kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  /// What the window has behind it, without the window.
  private final class Window implements AutoCloseable {
    final Workspaces workspaces = TestWorkspaces.over(kubeconfig);
    final SettingsFile settings = SettingsFile.open(home.resolve("settings.json"));
    final CompletableFuture<Optional<ForwardLink>> opened = new CompletableFuture<>();
    final ControlSocket socket =
        ControlSocket.listen(
            SocketDirectory.at(home.resolve("run")),
            WINDOW,
            ForwardControl.ofWindow(WINDOW, workspaces, settings, opened::complete));

    List<SavedForward> saved() {
      return ContextForwards.saved(settings.settings().get());
    }

    @Override
    public void close() {
      socket.close();
      workspaces.close();
      settings.close();
    }
  }

  @Test
  void theWindowTakesOverWhatIsSavedAndBothShowIt() throws Exception {
    try (Window window = new Window()) {
      Terminal.Ended made =
          run("forward", "svc/hello", ":80", "--group", "work", "--save", "-o", "json");
      assertEquals(0, made.code(), made.err());
      Document forward = Documents.json(made.out(), "forward").items().getFirst();
      assertEquals("hello-80", forward.at("name").textOrEmpty());
      assertEquals(
          List.of("hello-80"),
          window.workspaces.all().get().getFirst().forwards().all().get().stream()
              .map(row -> row.spec().name())
              .toList());
      assertTrue(window.saved().getFirst().running());
      assertTrue(get(forward.at("url").textOrEmpty()) > 0);

      await().atMost(LONG).until(() -> state().equals("active"));
      Document listed = listed();
      assertEquals("work", listed.at("group").textOrEmpty());
      assertEquals(WINDOW, listed.at("pid").integer().orElse(0L));
      assertEquals("svc/hello", listed.at("target").textOrEmpty());
      assertEquals(
          "mooring://forward?target=svc/hello&port=80&namespace=default&context="
              + listed.at("context").textOrEmpty(),
          listed.at("link").textOrEmpty());
      Terminal.Ended table = run("forward", "ls");
      assertTrue(table.out().contains("● active"), table.out());

      Terminal.Ended logs = run("forward", "logs", "hello-80");
      assertTrue(logs.out().contains("listening on 127.0.0.1:"), logs.out() + logs.err());

      Terminal.Ended stopped = run("forward", "stop", "--group", "work");
      assertEquals("hello-80 is stopped", stopped.out().strip(), stopped.err());
      assertEquals("stopped", state());
      assertEquals(false, window.saved().getFirst().running());

      Terminal.Ended started = run("forward", "start", "hello-80");
      assertEquals(0, started.code(), started.err());
      assertTrue(window.saved().getFirst().running());
      assertEquals(0, run("forward", "restart", "--all").code());

      Terminal.Ended removed = run("forward", "rm", "hello-80");
      assertEquals("Removed hello-80", removed.out().strip(), removed.err());
      assertEquals(List.of(), window.saved());
      assertEquals(
          "No forwards. Create one: mooring forward svc/NAME PORT --save",
          run("forward", "ls").out().strip());
    }
  }

  @Test
  void aNameThatIsTakenBySomethingElseIsNotTakenOver() {
    try (Window window = new Window()) {
      assertEquals(0, run("forward", "svc/hello", ":80", "--name", "web", "--save").code());
      Terminal.Ended other = run("forward", "deploy/hello", ":8080", "--name", "web", "--save");
      assertEquals(1, other.code());
      assertTrue(other.err().contains("svc/hello port 80"), other.err());
      assertEquals(1, window.saved().size());
    }
  }

  @Test
  void aCommandThatForwardsIsListedAndEndsWhenItsForwardIsStopped() throws Exception {
    CompletableFuture<Terminal.Ended> foreground = later("forward", "svc/hello", ":80");
    await().atMost(LONG).until(() -> state().equals("active"));
    Document listed = listed();
    assertTrue(listed.at("pid").integer().orElse(0L) != 0);
    assertTrue(get(listed.at("url").textOrEmpty()) > 0);
    Terminal.Ended stopped = run("forward", "stop", "hello-80");
    assertEquals(0, stopped.code(), stopped.err());
    Terminal.Ended ended = foreground.get(60, java.util.concurrent.TimeUnit.SECONDS);
    assertEquals(0, ended.code(), ended.err());
    assertEquals("", state());
  }

  @Test
  void aForwardThatWaitsSaysForWhat() throws Exception {
    CompletableFuture<Terminal.Ended> foreground = later("forward", "app=later", ":80");
    await().atMost(LONG).until(() -> state().equals("waiting"));
    assertEquals(0, run("forward", "stop", "app-later-80").code());
    Terminal.Ended ended = foreground.get(60, java.util.concurrent.TimeUnit.SECONDS);
    assertTrue(
        ended.err().contains("app-later-80 is waiting: no pod has the labels app=later"),
        ended.err());
  }

  @Test
  void whoFollowsAHistoryIsToldWhatComesUntilTheMooringEnds() throws Exception {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    CompletableFuture<Terminal.Ended> following = new CompletableFuture<>();
    try (Window window = new Window()) {
      assertEquals(0, run("forward", "svc/hello", ":80", "--save").code());
      Thread.ofVirtual()
          .name("another-mooring")
          .start(
              () ->
                  following.complete(
                      new Terminal(kubeconfig, home)
                          .run(told, "forward", "logs", "hello-80", "--follow")));
      await().atMost(LONG).until(() -> told.toString(UTF_8).contains("listening on 127.0.0.1:"));
      assertEquals(0, run("forward", "stop", "hello-80").code());
      await().atMost(LONG).until(() -> told.toString(UTF_8).contains("stopped"));
    }
    following.get(60, java.util.concurrent.TimeUnit.SECONDS);
  }

  @Test
  void withoutAWindowAKeptForwardRunsInTheCommandThatStartsIt() throws Exception {
    keep("hello", "");
    assertEquals("stopped", state());
    CompletableFuture<Terminal.Ended> foreground = later("forward", "start", "hello");
    await().atMost(LONG).until(() -> state().equals("active"));
    assertEquals(1, documents().size());
    assertEquals(0, run("forward", "rm", "hello").code());
    assertEquals(0, foreground.get(60, java.util.concurrent.TimeUnit.SECONDS).code());
    assertEquals("", state());
  }

  @Test
  void whatDoesNotRunIsSaidAndUnknownNamesAreAProblem() {
    keep("hello", "work");
    assertEquals("hello is stopped", run("forward", "stop", "hello").out().strip());
    Terminal.Ended unknown = run("forward", "stop", "nothing");
    assertEquals(1, unknown.code());
    assertTrue(unknown.err().contains("the forwards are hello"), unknown.err());
    assertEquals(1, run("forward", "start", "--group", "play").code());
    assertEquals(2, run("forward", "start").code());
    assertEquals(2, run("forward", "stop", "hello", "--all").code());
    Terminal.Ended history = run("forward", "logs", "hello");
    assertEquals(1, history.code());
    assertTrue(history.err().contains("isn't running"), history.err());
  }

  @Test
  void aForwardOfAContextThatIsGoneCanStillBeRemoved() {
    keep("hello", "");
    SettingsFile settings = SettingsFile.open(home.resolve("settings.json"));
    settings.update(
        s ->
            s.withForwards(
                s.forwards().stream().map(each -> each.with("gone", "context")).toList()));
    settings.close();
    try (Window window = new Window()) {
      assertEquals(0, run("forward", "rm", "hello").code());
      assertEquals(List.of(), window.saved());
    }
  }

  private void keep(String name, String group) {
    try (SettingsFile settings = SettingsFile.open(home.resolve("settings.json"));
        Workspaces workspaces = TestWorkspaces.over(kubeconfig)) {
      var workspace = workspaces.open(null);
      new ContextForwards(workspace.context().name(), workspace.forwards(), settings)
          .save(
              ForwardSpec.of(name, new Target.Service("default", "hello", "80"), 0)
                  .withGroup(group),
              false);
    }
  }

  /// On a thread of its own: the common pool is what the HTTP client works with.
  private CompletableFuture<Terminal.Ended> later(String... words) {
    CompletableFuture<Terminal.Ended> ended = new CompletableFuture<>();
    Thread.ofVirtual().name("another-mooring").start(() -> ended.complete(run(words)));
    return ended;
  }

  private Terminal.Ended run(String... words) {
    return new Terminal(kubeconfig, home).run(words);
  }

  private List<Document> documents() {
    Terminal.Ended ended = run("forward", "ls", "--output", "json");
    assertEquals(0, ended.code(), ended.err());
    return Documents.json(ended.out(), "ls").items();
  }

  private Document listed() {
    return documents().stream().findFirst().orElse(Document.nothing());
  }

  private String state() {
    return listed().at("state").textOrEmpty();
  }

  private static int get(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url)).timeout(LONG).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
