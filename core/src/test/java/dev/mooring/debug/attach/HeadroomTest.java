package dev.mooring.debug.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.debug.subject.MemoryLimit;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadroomTest {
  private static final String RAISED = Long.toString((64 << 20) + MemoryLimit.ADDED);
  private static final String MARK =
      "{container: app, before: 64Mi, request: '', raised: '%s'}".formatted(RAISED);
  private final List<String> patches = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private Optional<KubeObject> pod = Optional.empty();
  private ServerVersion version = new ServerVersion(1, 35, "v1.35.4");
  private String forbidden = "none";
  private String pending = "";

  @Test
  void aLimitThatDelveWouldMeetIsNotedRaisedAndPutBack() throws Exception {
    pod("", "", "64Mi", "Burstable");
    Headroom headroom = make(10 << 20);
    assertEquals(List.of("mark", "resize " + RAISED), patches);
    assertTrue(steps.getFirst().contains("64Mi to 448 MiB"), steps::toString);
    headroom.close();
    headroom.close();
    assertEquals(List.of("mark", "resize " + RAISED, "resize 64Mi", "unmark"), patches);
  }

  @Test
  void aGuaranteedPodStaysGuaranteed() throws Exception {
    pod("", "", "64Mi", "Guaranteed");
    make(0).close();
    assertEquals(
        List.of(
            "mark",
            "resize " + RAISED + " request " + RAISED,
            "resize 64Mi request 64Mi",
            "unmark"),
        patches);
  }

  @Test
  void whereThereIsRoomNothingIsChanged() throws Exception {
    pod("", "", "1Gi", "Burstable");
    make(100 << 20).close();
    assertEquals(List.of(), patches);
    make((1L << 30) - (100 << 20)).close();
    assertEquals(4, patches.size(), "a gibibyte of which little is left");
  }

  @Test
  void aPodWithAContainerWithoutALimitHasNoneThatDelveCouldMeet() throws Exception {
    pod("initContainers: [{name: proxy}],", "", "64Mi", "Burstable");
    make(0).close();
    assertEquals(List.of(), patches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"patch pods/resize", "patch pods"})
  void withoutTheRightTheLimitStaysAndTheRightIsNamed(String right) throws Exception {
    forbidden = right;
    pod("", "", "64Mi", "Burstable");
    make(0).close();
    assertEquals(List.of(), patches);
    assertTrue(steps.getFirst().contains(right), steps::toString);
  }

  @Test
  void whatCannotBePutBackOrWouldRestartTheContainerIsNotChanged() throws Exception {
    pod("", "resizePolicy: [{resourceName: memory, restartPolicy: RestartContainer}],", "64Mi", "");
    make(0).close();
    pod("resources: {limits: {memory: 1Gi}},", "", "64Mi", "Burstable");
    make(0).close();
    version = new ServerVersion(1, 33, "v1.33.1");
    pod("", "", "64Mi", "Burstable");
    make(0).close();
    assertEquals(List.of(), patches);
    assertEquals(3, steps.size());
  }

  @Test
  void aNodeThatHasNoRoomGetsItsLimitBackAtOnce() throws Exception {
    pending = "Infeasible";
    pod("", "", "64Mi", "Burstable");
    Headroom headroom = make(0);
    List<String> all = List.of("mark", "resize " + RAISED, "resize 64Mi", "unmark");
    assertEquals(all, patches);
    assertTrue(steps.getFirst().contains("Infeasible"), steps::toString);
    headroom.close();
    assertEquals(all, patches);
  }

  @Test
  void whatACrashedSessionLeftRaisedIsPutBackByTheNextOne() throws Exception {
    pod("", "", RAISED, "Burstable");
    pod = pod.map(each -> marked(each, MARK));
    make(0).close();
    assertEquals(List.of("resize 64Mi", "unmark"), patches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{container: app, before: 1Mi, request: '', raised: '%s'}",
        "{container: other, before: 64Mi, request: '', raised: '%s'}",
        "{container: app, before: '-1', request: '', raised: '%s'}",
        "{container: app, before: 64Mi, request: 'x', raised: '%s'}",
        "[]"
      })
  void aNoteThatMooringDidNotWriteIsNotFollowed(String note) throws Exception {
    pod("", "", RAISED, "Burstable");
    pod = pod.map(each -> marked(each, note.formatted(RAISED)));
    assertEquals(
        Optional.empty(), MemoryLimit.marked(new TargetContainer(pod.orElseThrow(), "app")));
    make(0).close();
    assertEquals(List.of(), patches, "with the limit as it is there is room");
  }

  @Test
  void aLimitThatSomebodyElseHasChangedSinceIsTheirs() throws Exception {
    pod("", "", "64Mi", "Burstable");
    Headroom headroom = make(0);
    patches.clear();
    pod("", "", "2Gi", "Burstable");
    headroom.close();
    assertEquals(List.of("unmark"), patches);
  }

  @Test
  void aPodThatIsGoneNeedsNothing() throws Exception {
    pod("", "", "64Mi", "Burstable");
    Headroom headroom = make(0);
    patches.clear();
    pod = Optional.empty();
    headroom.close();
    assertEquals(List.of(), patches);
  }

  private Headroom make(long resident) throws InterruptedException {
    return Headroom.make(
        cluster(),
        new TargetContainer(pod.orElseThrow(), "app"),
        resident,
        new Progress() {
          @Override
          public void step(String sentence) {
            steps.add(sentence);
          }

          @Override
          public void advance(String part, long done, long total, Unit unit) {}
        });
  }

  private void pod(String ofPod, String ofContainer, String limit, String qos) {
    pod =
        Optional.of(
            new KubeObject(
                Documents.yaml(
                        """
                        metadata: {name: hello-1, namespace: shop, uid: u1, annotations: {a: b}}
                        spec: {%s containers: [{name: app, %s
                          resources: {limits: {memory: %s}, requests: {memory: 64Mi}}}]}
                        status: {qosClass: '%s', containerStatuses: [
                          {name: app, resources: {limits: {memory: %s}}}]}
                        """
                            .formatted(ofPod, ofContainer, limit, qos, limit),
                        "the test")
                    .getFirst()));
  }

  private static KubeObject marked(KubeObject pod, String yaml) {
    String json = Documents.json(Documents.yaml(yaml, "the test").getFirst());
    return new KubeObject(pod.document().with(json, "metadata", "annotations", MemoryLimit.MARK));
  }

  private Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "get" -> pod;
                  case "version" -> version;
                  case "allowed" ->
                      !(((AccessRequest) arguments[0]).verb()
                              + " "
                              + ((AccessRequest) arguments[0]).resource())
                          .equals(forbidden);
                  case "mergePatch" -> mark((Document) arguments[4]);
                  case "strategicPatch" -> resize((Document) arguments[4]);
                  default -> throw new AssertionError(method.getName());
                });
  }

  private KubeObject mark(Document patch) {
    assertFalse(patch.at("metadata").isNothing());
    patches.add(
        patch.at("metadata", "annotations", MemoryLimit.MARK).isNothing() ? "unmark" : "mark");
    return pod.orElseThrow();
  }

  /// The kubelet applies it at once, or can't.
  private KubeObject resize(Document patch) {
    Document resources = patch.at("spec", "containers").items().getFirst().at("resources");
    String limit = resources.at("limits", "memory").textOrEmpty();
    String request = resources.at("requests", "memory").textOrEmpty();
    patches.add("resize " + limit + (request.isEmpty() ? "" : " request " + request));
    pod("", "", limit, "Burstable");
    if (!pending.isEmpty()) {
      String condition = "{type: PodResizePending, status: 'True', reason: %s}".formatted(pending);
      List<Document> conditions = Documents.yaml(condition, "the test");
      List<Document> statuses = Documents.yaml("{name: app}", "the test");
      pod =
          pod.map(
              each ->
                  new KubeObject(
                      each.document()
                          .with(conditions, "status", "conditions")
                          .with(statuses, "status", "containerStatuses")));
    }
    return pod.orElseThrow();
  }
}
