package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.remote.UpstreamLogin;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.PullThrough;
import dev.mooring.stack.render.Surroundings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A cache, installed and used as what it is not.
final class CachesTest {
  private static final StackOptions PLAIN = StackOptions.defaults().named("hub");
  private static final StackOptions CACHE = caching("https://registry-1.docker.io");
  private static final UpstreamLogin LOGIN =
      new UpstreamLogin("docker.io", "{\"Username\":\"ana\",\"Secret\":\"hunter2\"}");

  private final CannedCluster cluster = new CannedCluster();

  private static StackOptions caching(String upstream) {
    return PLAIN.withAdditions(Additions.NONE.withPullThrough(upstream));
  }

  private Stack.Installation install(StackOptions options, Optional<UpstreamLogin> login)
      throws InterruptedException {
    Installer installer = new Installer(cluster, options, Progress.none(), login);
    return installer.carryOut(installer.tasks(Surroundings.usual()));
  }

  private interface Call {
    void call() throws InterruptedException;
  }

  private static Problem refused(Code code, Call call) {
    Problem problem = assertThrows(MooringException.class, call::call).problem();
    assertEquals(code, problem.code());
    return problem;
  }

  @Test
  void aRegistryWithImagesNeverBecomesACache() throws InterruptedException {
    install(PLAIN, Optional.empty());
    List<String> before = cluster.names();
    Problem problem = refused(Code.CACHE_FIXED, () -> install(CACHE, Optional.empty()));
    assertEquals("its volume holds images that were pushed to it", problem.why());
    assertEquals(before, cluster.names());
  }

  @Test
  void norDoesTheVolumeThatAnUninstallKept() throws InterruptedException {
    install(PLAIN, Optional.empty());
    new Remover(cluster, PLAIN).remove(Stack.DataFate.KEEP, Progress.none());
    refused(Code.CACHE_FIXED, () -> install(CACHE, Optional.empty()));
  }

  @Test
  void aCacheStaysOneOfTheSameRegistry() throws InterruptedException {
    install(CACHE, Optional.empty());
    assertEquals(0, install(CACHE, Optional.empty()).written());
    refused(Code.CACHE_FIXED, () -> install(PLAIN, Optional.empty()));
    refused(Code.CACHE_FIXED, () -> install(caching("https://ghcr.io"), Optional.empty()));
  }

  @Test
  void theLoginIsInItsSecretAlone() throws InterruptedException {
    install(CACHE, Optional.of(LOGIN));
    String encoded =
        Base64.getEncoder().encodeToString(LOGIN.document().getBytes(StandardCharsets.UTF_8));
    for (KubeObject each : cluster.all()) {
      boolean secret = each.words().equals("Secret hub/" + PullThrough.LOGIN);
      String text = Documents.json(each.document());
      assertEquals(secret, text.contains(encoded), each::words);
      assertFalse(text.contains("hunter2"), each::words);
    }
    assertTrue(cluster.get(Kind.SECRET, "hub", PullThrough.LOGIN).isPresent());
    assertEquals("a login for docker.io", LOGIN.toString());
  }

  @Test
  void anInstallWithoutALoginLeavesTheOneThatIsThere() throws InterruptedException {
    install(CACHE, Optional.of(LOGIN));
    assertEquals(0, install(CACHE, Optional.empty()).written());
    assertTrue(cluster.get(Kind.SECRET, "hub", PullThrough.LOGIN).isPresent());
    new Remover(cluster, CACHE).remove(Stack.DataFate.DELETE, Progress.none());
    assertEquals(List.of(), cluster.names());
  }

  @Test
  void anotherLoginIsNotShownByThePlan() throws InterruptedException {
    install(CACHE, Optional.of(LOGIN));
    UpstreamLogin next = new UpstreamLogin("docker.io", "{\"Username\":\"b\",\"Secret\":\"new\"}");
    List<Planner.Task> tasks =
        new Installer(cluster, CACHE, Progress.none(), Optional.of(next))
            .tasks(Surroundings.usual());
    List<Plan.Step> steps =
        tasks.stream()
            .map(Planner.Task::step)
            .filter(each -> each.action() == Plan.Action.CHANGE)
            .toList();
    assertEquals(1, steps.size());
    String encoded = "eyJ";
    assertFalse(steps.toString().contains(encoded), steps::toString);
  }

  @Test
  void aLoginIsNotSentInClearOutOfTheCluster() {
    refused(
        Code.INVALID_VALUE, () -> Caches.demandSafeForLogin(caching("http://registry.example")));
    Caches.demandSafeForLogin(caching("http://upstream.team.svc:5000"));
    Caches.demandSafeForLogin(CACHE);
    assertTrue(Caches.unencrypted(caching("http://registry.example")).isPresent());
    assertTrue(Caches.unencrypted(CACHE).isEmpty());
  }

  @Test
  void nobodyIsMadeAWriterOrABuilderOfACache() throws InterruptedException {
    install(CACHE, Optional.empty());
    Problem problem =
        refused(
            Code.CACHE_TAKES_NO_PUSHES,
            () ->
                new Writers(cluster, CACHE)
                    .add(new Writer("ana", "team", "ana", List.of("*")), "ana"));
    assertEquals(
        "hub is a cache of docker.io: it keeps copies of what is pulled and takes no pushes",
        problem.why());
    refused(
        Code.CACHE_TAKES_NO_PUSHES,
        () ->
            new Builders(cluster, CACHE)
                .allow(new Builder(new ServiceAccount("build", "kaniko"), List.of("*"))));
  }
}
