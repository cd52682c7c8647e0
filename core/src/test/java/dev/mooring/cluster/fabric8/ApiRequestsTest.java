package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Applied;
import dev.mooring.cluster.Conflict;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Patched;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each call asks of the API server, and what it makes of the answer.
final class ApiRequestsTest {
  /// Ample: the first request of a class that is instrumented waits for much to be loaded.
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  /// What the server answers, by the request's beginning; the last of several stays.
  private final Map<String, List<Said>> answers = new HashMap<>();

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> types = new CopyOnWriteArrayList<>();
  private String warning = "";
  private TestServer server;
  private FabricCluster cluster;

  private record Said(int code, String body) {}

  @BeforeEach
  void open() throws IOException {
    server = new TestServer(0, this::answer);
    cluster = TestServer.connect(folder, server.port(), "token: x", LIMIT);
  }

  @AfterEach
  void close() {
    cluster.close();
    server.close();
  }

  @Test
  void versionsAreReadAsDistributionsWriteThem() throws Exception {
    say("GET /version", 200, "{'gitVersion':'v1.27.3-gke.1','major':'1','minor':'27+'}");
    assertTrue(cluster.version().atLeast(1, 27));
    assertFalse(cluster.version().atLeast(1, 28));
    assertFalse(cluster.version().atLeast(2, 0));
    answers.clear();
    say("GET /version", 200, "{'gitVersion':'v2','major':'2','minor':'9999999'}");
    assertEquals(0, cluster.version().minor());
    assertTrue(cluster.version().atLeast(1, 30));
  }

  @Test
  void aGroupIsServedWhereItIsFound() throws Exception {
    say("GET /apis/a.io", 200, "{}");
    say("GET /apis/b.io", 404, "{}");
    assertTrue(cluster.serves("a.io"));
    assertFalse(cluster.serves("b.io"));
  }

  @Test
  void namespacesComeFromTheObjectOrTheContext() throws Exception {
    say("GET /", 200, "{'metadata':{'name':'x'}}");
    cluster.get(Kind.POD, "dev", "x");
    cluster.get(Kind.POD, null, "x");
    cluster.get(Kind.POD, "", "x");
    cluster.get(Kind.NODE, "dev", "x");
    cluster.get(Kind.DEPLOYMENT, "dev", "x");
    assertEquals(
        List.of(
            "GET /api/v1/namespaces/dev/pods/x",
            "GET /api/v1/namespaces/default/pods/x",
            "GET /api/v1/namespaces/default/pods/x",
            "GET /api/v1/nodes/x",
            "GET /apis/apps/v1/namespaces/dev/deployments/x"),
        server.requests());
  }

  @Test
  void listsComePageByPageAndEachItemSaysWhatItIs() throws Exception {
    say(
        "GET /api/v1/pods",
        200,
        "{'metadata':{'continue':'a&b'},'items':[{'metadata':{'name':'one','managedFields':[1]}}]}");
    say(
        "GET /api/v1/pods",
        200,
        "{'metadata':{},'items':[{'kind':'Pod','metadata':{'name':'two'}}]}");
    List<KubeObject> pods = cluster.list(Kind.POD, null, "app in (a,b)");
    assertEquals(List.of("Pod one", "Pod two"), pods.stream().map(KubeObject::words).toList());
    assertEquals("v1", pods.getFirst().apiVersion());
    assertTrue(pods.getFirst().at("metadata", "managedFields").isNothing());
    assertEquals(
        List.of(
            "GET /api/v1/pods?limit=500&labelSelector=app+in+%28a%2Cb%29",
            "GET /api/v1/pods?limit=500&labelSelector=app+in+%28a%2Cb%29&continue=a%26b"),
        server.requests());
  }

  @Test
  void namespacesAreSorted() throws Exception {
    say(
        "GET /api/v1/namespaces",
        200,
        "{'items':[{'metadata':{'name':'b'}},{'metadata':{'name':'a'}}]}");
    assertEquals(List.of("a", "b"), cluster.namespaces());
  }

  @Test
  void anApplyTellsWhatItDid() throws Exception {
    KubeObject desired = deployment("{replicas: 2}");
    String path = "/apis/apps/v1/namespaces/dev/deployments/web";
    say("GET " + path, 404, "{}");
    say("PATCH " + path, 201, "{'spec':{'replicas':2}}");
    assertEquals(Applied.Change.CREATED, cluster.apply(desired).change());
    assertEquals(List.of("", Api.APPLY), types);
    assertEquals("PATCH " + path + "?fieldManager=mooring&force=true", server.requests().getLast());
    assertEquals(desired.document(), Documents.json(bytes(bodies.getLast()), "sent"));

    answers.clear();
    say("GET " + path, 200, object(1, "'spec':{'replicas':2},'status':{'a':1}"));
    say("PATCH " + path, 200, object(2, "'spec':{'replicas':2},'status':{'a':2}"));
    assertEquals(Applied.Change.UNCHANGED, cluster.apply(desired).change());
    answers.clear();
    say("GET " + path, 200, object(1, "'spec':{'replicas':1}"));
    say("PATCH " + path, 200, object(2, "'spec':{'replicas':2}"));
    Applied changed = cluster.wouldApply(desired);
    assertEquals(Applied.Change.CHANGED, changed.change());
    assertEquals("2", changed.object().resourceVersion());
    assertEquals(
        "PATCH " + path + "?fieldManager=mooring&force=true&dryRun=All",
        server.requests().getLast());
  }

  @Test
  void aPatchOfStepsBringsWhatTheServerWarnsOf() throws Exception {
    String path = "/apis/apps/v1/namespaces/dev/deployments/web";
    say("PATCH " + path, 200, object(2, "'spec':{}"));
    warning = "299 - \"\\\"a\u009bb\\\" is old\"";
    List<Map<String, Object>> steps = List.of(Map.of("op", "remove", "path", "/spec/a"));
    Patched tried = cluster.wouldPatch(Kind.DEPLOYMENT, "dev", "web", steps);
    assertEquals(List.of("\"a b\" is old"), tried.warnings());
    assertEquals("2", tried.object().resourceVersion());
    assertEquals("PATCH " + path + "?fieldManager=mooring&dryRun=All", server.requests().getLast());
    assertEquals(List.of(Api.STEPS), types);
    cluster.jsonPatch(Kind.DEPLOYMENT, "dev", "web", steps);
    assertEquals("PATCH " + path + "?fieldManager=mooring", server.requests().getLast());
  }

  @Test
  void whatMooringOwnsCountsForWhetherAnApplyChanges() throws Exception {
    String path = "/apis/apps/v1/namespaces/dev/deployments/web";
    say("GET " + path, 200, owned("{'manager':'mooring','time':'1','fieldsV1':{'a':{}}}"));
    say(
        "PATCH " + path,
        200,
        owned("{'manager':'other'},{'manager':'mooring','time':'2','fieldsV1':{'a':{}}}"));
    assertEquals(Applied.Change.UNCHANGED, cluster.apply(deployment("{}")).change());
    say("PATCH " + path, 200, owned("{'manager':'mooring','fieldsV1':{'b':{}}}"));
    cluster.apply(deployment("{}"));
    assertEquals(Applied.Change.CHANGED, cluster.apply(deployment("{}")).change());
  }

  @Test
  void aDryRunBeforeItsNamespaceIsMadeWouldCreate() throws Exception {
    say("GET /", 404, "{}");
    say("PATCH /", 404, "{'details':{'kind':'namespaces','name':'dev'},'message':'not found'}");
    assertEquals(Applied.Change.CREATED, cluster.wouldApply(deployment("{}")).change());
    Problem problem = failed(() -> cluster.apply(deployment("{}")));
    assertEquals(Code.NOT_FOUND, problem.code());
    assertTrue(problem.whatToDo().contains("kubectl create namespace dev"), problem::toString);
    answers.clear();
    say("GET /", 404, "{}");
    say("PATCH /", 404, "{}");
    assertEquals(Code.NOT_FOUND, failed(() -> cluster.wouldApply(deployment("{}"))).code());
  }

  @Test
  void conflictsNameTheFieldAndItsManagerButNotMooring() throws Exception {
    say(
        "PATCH /",
        409,
        "{'details':{'causes':["
            + "{'field':'.spec.replicas','message':'conflict with \\\"hpa\\\" using apps/v1'},"
            + "{'field':'.spec.a','message':'conflict with \\\"mooring\\\" using apps/v1'},"
            + "{'field':'.spec.b','message':'unclear'}]}}");
    assertEquals(
        List.of(new Conflict(".spec.replicas", "hpa"), new Conflict(".spec.b", "unclear")),
        cluster.conflicts(deployment("{}")));
    assertTrue(server.requests().getLast().endsWith("&force=false&dryRun=All"));
    say("PATCH /", 200, "{}");
    cluster.conflicts(deployment("{}"));
    assertEquals(List.of(), cluster.conflicts(deployment("{}")));
  }

  @Test
  void aDeletionWaitsUntilTheObjectOrItsNameIsAnothers() throws Exception {
    say("GET /", 200, "{'metadata':{'uid':'1'}}");
    say("GET /", 200, "{'metadata':{'uid':'1'}}");
    say("GET /", 404, "{}");
    say("DELETE /", 200, "{}");
    assertTrue(cluster.delete(Kind.POD, "dev", "x", LIMIT));
    assertTrue(bodies.get(1).contains("Foreground"), bodies::toString);
    assertEquals(4, server.requests().size());
    answers.clear();
    say("GET /", 200, "{'metadata':{'uid':'1'}}");
    say("GET /", 200, "{'metadata':{'uid':'2'}}");
    say("DELETE /", 200, "{}");
    assertTrue(cluster.delete(Kind.POD, "dev", "x", LIMIT));
    answers.clear();
    say("GET /", 200, "{'metadata':{'uid':'1'}}");
    say("DELETE /", 404, "{}");
    assertTrue(cluster.delete(Kind.POD, "dev", "x", LIMIT));
  }

  @Test
  void aDeletionThatTakesTooLongSaysWhatHoldsIt() throws Exception {
    say("DELETE /", 200, "{}");
    say("GET /", 200, "{'metadata':{'uid':'1','finalizers':['a/b','c/d']}}");
    Problem held = failed(() -> cluster.delete(Kind.POD, "dev", "x", Duration.ofMillis(1)));
    assertEquals(Code.STILL_DELETING, held.code());
    assertTrue(held.why().endsWith("waiting for a/b, c/d"), held::toString);
    assertTrue(held.whatToDo().contains("kubectl describe pods x -n dev"), held::toString);
    answers.remove("GET /");
    say("GET /", 200, "{'metadata':{'uid':'1'}}");
    Problem plain = failed(() -> cluster.delete(Kind.NODE, null, "x", Duration.ofMillis(1)));
    assertFalse(plain.why().contains("waiting"), plain::toString);
    assertTrue(plain.whatToDo().endsWith("kubectl describe nodes x"), plain::toString);
  }

  @Test
  void patchesGoToTheObjectOrItsPart() throws Exception {
    say("PATCH /", 200, "{'metadata':{'name':'x'}}");
    Document patch = Document.of(Map.of("spec", Map.of("a", 1)));
    assertEquals("x", cluster.mergePatch(Kind.POD, "dev", "x", "", patch).name());
    cluster.strategicPatch(Kind.POD, "dev", "x", "ephemeralcontainers", patch);
    assertEquals(List.of(Api.MERGE, Api.STRATEGIC), types);
    assertEquals(
        List.of(
            "PATCH /api/v1/namespaces/dev/pods/x?fieldManager=mooring",
            "PATCH /api/v1/namespaces/dev/pods/x/ephemeralcontainers?fieldManager=mooring"),
        server.requests());
    answers.clear();
    say("PATCH /", 404, "{}");
    assertEquals(
        Code.NOT_FOUND, failed(() -> cluster.mergePatch(Kind.POD, "dev", "x", "", patch)).code());
  }

  @Test
  void rightsAreAskedWithTheirSubresource() throws Exception {
    say("POST /", 201, "{'status':{'allowed':true}}");
    assertTrue(cluster.allowed(AccessRequest.to("create", Kind.POD, "portforward", "dev")));
    Document asked =
        Documents.json(bytes(bodies.getLast()), "sent").at("spec", "resourceAttributes");
    assertEquals("pods", asked.at("resource").textOrEmpty());
    assertEquals("portforward", asked.at("subresource").textOrEmpty());
    assertEquals("create", asked.at("verb").textOrEmpty());
    assertEquals("dev", asked.at("namespace").textOrEmpty());
    say("POST /", 201, "{'status':{'allowed':false}}");
    cluster.allowed(AccessRequest.to("get", Kind.POD, ""));
    assertFalse(cluster.allowed(AccessRequest.to("get", Kind.POD, "")));
  }

  @Test
  void tokensAreForAnAudienceAndATime() throws Exception {
    say("POST /", 201, "{'status':{'token':'t'}}");
    assertEquals("t", cluster.token("dev", "ana", "registry", Duration.ofMinutes(10)));
    assertEquals(
        "POST /api/v1/namespaces/dev/serviceaccounts/ana/token", server.requests().getLast());
    Document spec = Documents.json(bytes(bodies.getLast()), "sent").at("spec");
    assertEquals(List.of("registry"), spec.at("audiences").texts());
    assertEquals(Optional.of(600L), spec.at("expirationSeconds").integer());
    cluster.token("dev", "ana", "", Duration.ofMinutes(10));
    assertFalse(bodies.getLast().contains("audiences"));
    answers.clear();
    say("POST /", 201, "{'status':{}}");
    assertEquals(
        Code.TOKEN_NOT_ISSUED, failed(() -> cluster.token("dev", "ana", "", LIMIT)).code());
  }

  @Test
  void theLastLinesOfALogAreBounded() throws Exception {
    say("GET /", 200, "one\ntwo\n");
    assertEquals("one\ntwo\n", cluster.log("dev", "p", "", 9));
    cluster.log("dev", "p", "c d", 9);
    List<String> lines = new ArrayList<>();
    cluster.readLog("dev", "p", "", 9, lines::add);
    assertEquals(List.of("one", "two"), lines);
    String path = "GET /api/v1/namespaces/dev/pods/p/log?tailLines=9";
    assertEquals(
        List.of(path + "&limitBytes=4194304", path + "&limitBytes=4194304&container=c+d", path),
        server.requests());
  }

  @Test
  void aConnectionThatIsClosedSaysSo() {
    cluster.close();
    assertEquals(Code.MOORING_CLOSING, failed(cluster::version).code());
  }

  @Test
  void aBusyServerIsAskedAgainAsLateAsItSays() throws Exception {
    say("GET /version", 429, "{}");
    say("GET /version", 200, "{'gitVersion':'v1'}");
    assertEquals("v1", cluster.version().gitVersion());
    say("GET /version", 503, "{}");
    assertEquals("v1", cluster.version().gitVersion());
    assertEquals(Code.API_BUSY, failed(cluster::version).code());
  }

  private interface Use {
    Object make() throws InterruptedException;
  }

  private static Problem failed(Use use) {
    return assertThrows(MooringException.class, use::make).problem();
  }

  private static KubeObject deployment(String spec) {
    return new KubeObject(
        Documents.yaml(
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: dev}, spec: "
                    + spec
                    + "}",
                "a test")
            .getFirst());
  }

  private static String object(int version, String more) {
    return "{'metadata':{'name':'web','resourceVersion':'"
        + version
        + "','generation':"
        + version
        + "},"
        + more
        + "}";
  }

  private static String owned(String managers) {
    return "{'metadata':{'managedFields':[" + managers + "]}}";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// @param json with single quotes
  private void say(String request, int code, String json) {
    answers
        .computeIfAbsent(request, ignored -> new CopyOnWriteArrayList<>())
        .add(new Said(code, json.replace('\'', '"')));
  }

  private void answer(HttpExchange exchange, String request) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    types.add(type == null ? "" : type);
    List<Said> told =
        answers.entrySet().stream()
            .filter(each -> request.startsWith(each.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(List.of(new Said(500, "{}")));
    Said next = told.size() > 1 ? told.removeFirst() : told.getFirst();
    if (next.code() == 429) {
      exchange.getResponseHeaders().set("Retry-After", "0");
    }
    if (!warning.isEmpty()) {
      exchange.getResponseHeaders().set("Warning", warning);
    }
    TestServer.say(exchange, next.code(), next.body());
  }
}
