package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PagesTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir private Path folder;

  private interface Answers {
    String to(String request, int number);
  }

  @Test
  void pagesAreOneList() throws Exception {
    try (TestServer server = answering((request, number) -> page(number, number < 3));
        FabricCluster cluster = connect(server)) {
      assertEquals(List.of("p1", "p2", "p3"), names(cluster.list(Kind.POD, "dev", "app=x")));
      assertEquals(
          "GET /api/v1/namespaces/dev/pods?limit=500&labelSelector=app%3Dx&continue=after-2",
          server.requests().getLast());
    }
  }

  @Test
  void aPageThatComesAgainEndsTheList() throws Exception {
    try (TestServer server =
            answering((request, number) -> "{'metadata':{'continue':'again'},'items':[{}]}");
        FabricCluster cluster = connect(server)) {
      Problem problem = refusal(cluster);
      assertEquals("Can't list pods in dev", problem.what());
      assertTrue(problem.why().contains("doesn't end"), problem::toString);
      assertTrue(problem.whatToDo().contains(":" + server.port()), problem::toString);
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void aListWithoutEndIsGivenUp() throws Exception {
    try (TestServer server = answering((request, number) -> page(number, true));
        FabricCluster cluster = connect(server)) {
      assertTrue(refusal(cluster).why().contains("doesn't end"));
      assertEquals(1000, server.requests().size());
    }
  }

  @Test
  void moreObjectsThanAClusterHasAreRefused() throws Exception {
    String items = "{},".repeat(100_000) + "{}";
    try (TestServer server =
            answering(
                (request, number) ->
                    "{'metadata':{'continue':'" + number + "'},'items':[" + items + "]}");
        FabricCluster cluster = connect(server)) {
      assertTrue(refusal(cluster).why().contains("too long"));
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void moreBytesThanAWindowHoldsAreRefused() throws Exception {
    try (TestServer server = answering((request, number) -> page(number, true));
        FabricCluster cluster = connect(server);
        Api api = new Api((Endpoint) cluster.endpoint(), LIMIT)) {
      Pages pages = new Pages(api, new Pages.Limits(1000, 1000, 200));
      Call call = Call.of("list", Kind.POD, "dev", "");
      assertTrue(
          assertThrows(MooringException.class, () -> pages.list(call, ""))
              .problem()
              .why()
              .contains("too long"));
      assertTrue(server.requests().size() < 6, server.requests()::toString);
    }
  }

  @Test
  void whatExpiresMidwayIsAskedForAnewAsAWhole() throws Exception {
    try (TestServer server =
            new TestServer(
                0,
                (exchange, request) -> {
                  boolean expired = request.contains("continue");
                  String body =
                      expired
                          ? TestServer.status(410, "The provided continue parameter is too old")
                          : page(1, request.contains("limit=500")).replace('\'', '"');
                  TestServer.say(exchange, expired ? 410 : 200, body);
                });
        FabricCluster cluster = connect(server)) {
      assertEquals(List.of("p1"), names(cluster.list(Kind.POD, "dev", "app=x")));
      String pods = "GET /api/v1/namespaces/dev/pods";
      assertEquals(
          List.of(
              pods + "?limit=500&labelSelector=app%3Dx",
              pods + "?limit=500&labelSelector=app%3Dx&continue=after-1",
              pods + "?limit=0&labelSelector=app%3Dx"),
          server.requests());
    }
  }

  @Test
  void whatExpiresAgainIsTold() throws Exception {
    AtomicInteger number = new AtomicInteger();
    try (TestServer server =
            new TestServer(
                0,
                (exchange, request) -> {
                  boolean expired = request.contains("continue");
                  String body =
                      expired
                          ? TestServer.status(410, "too old")
                          : page(number.incrementAndGet(), true).replace('\'', '"');
                  TestServer.say(exchange, expired ? 410 : 200, body);
                });
        FabricCluster cluster = connect(server)) {
      assertEquals(Code.API_FAILED, refusal(cluster).code());
      assertEquals(4, server.requests().size());
    }
  }

  private static String page(int number, boolean more) {
    return "{'metadata':{'continue':'"
        + (more ? "after-" + number : "")
        + "','resourceVersion':'7'},'items':[{'metadata':{'name':'p"
        + number
        + "'}}]}";
  }

  private static Problem refusal(FabricCluster cluster) {
    return assertThrows(MooringException.class, () -> cluster.list(Kind.POD, "dev", "")).problem();
  }

  private static List<String> names(List<KubeObject> objects) {
    return objects.stream().map(KubeObject::name).toList();
  }

  private FabricCluster connect(TestServer server) throws Exception {
    return TestServer.connect(folder, server.port(), "token: x", LIMIT);
  }

  private static TestServer answering(Answers answers) {
    AtomicInteger number = new AtomicInteger();
    return new TestServer(
        0,
        (exchange, request) ->
            TestServer.say(
                exchange, 200, answers.to(request, number.incrementAndGet()).replace('\'', '"')));
  }
}
