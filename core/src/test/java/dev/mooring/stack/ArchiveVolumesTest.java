package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.archives.ArchiveVolume;
import dev.mooring.stack.archives.ArchiveVolumes;
import dev.mooring.stack.archives.VolumePlace;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The pods that mount volumes for archives.
final class ArchiveVolumesTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();

  private final CannedCluster cluster = new CannedCluster();
  private final List<KubeObject> born = new ArrayList<>();

  private ArchiveVolumes volumes() {
    return new ArchiveVolumes(cluster, new CannedTunnels(), OPTIONS);
  }

  private void claims() {
    cluster.with(
        """
        {apiVersion: v1, kind: PersistentVolumeClaim,
         metadata: {name: kube-registry-archives, namespace: kube-registry},
         status: {phase: Bound}}
        ---
        {apiVersion: v1, kind: PersistentVolumeClaim,
         metadata: {name: data, namespace: shop}, status: {phase: Bound}}
        """);
  }

  private void pods(String status) {
    cluster.born =
        object -> {
          born.add(object);
          return new KubeObject(
              object.document().with(Documents.yaml(status, "a status").getFirst(), "status"));
        };
  }

  private void podsRun() {
    pods("{phase: Running, conditions: [{type: Ready, status: 'True'}]}");
  }

  private Problem refused(String place) {
    return assertThrows(
            MooringException.class,
            () -> volumes().toWrite(VolumePlace.parse(place), Progress.none()))
        .problem();
  }

  private boolean noPods() {
    return cluster.names().stream().noneMatch(each -> each.contains("mooring-archives-"));
  }

  @Test
  void thePodHasTheVolumeAndNothingElse() throws Exception {
    claims();
    podsRun();
    try (ArchiveVolume volume = volumes().toWrite(VolumePlace.parse("a/b"), Progress.none())) {
      assertEquals("a/b", volume.path());
      assertFalse(noPods());
    }
    assertTrue(noPods());
    Document spec = born.getFirst().at("spec");
    assertFalse(spec.at("automountServiceAccountToken").isTrue());
    assertTrue(spec.at("hostNetwork").isNothing());
    assertTrue(spec.at("securityContext", "runAsNonRoot").isTrue());
    assertEquals(1337L, spec.at("securityContext", "fsGroup").integer().orElse(0L));
    assertEquals(1, spec.at("volumes").items().size());
    Document container = spec.at("containers").items().getFirst();
    assertTrue(container.at("securityContext", "readOnlyRootFilesystem").isTrue());
    assertEquals(List.of("ALL"), container.at("securityContext", "capabilities", "drop").texts());
    assertEquals(OPTIONS.image(), container.at("image").textOrEmpty());
    assertFalse(container.at("volumeMounts").items().getFirst().at("readOnly").isTrue());
  }

  @Test
  void aVolumeOfOthersIsReadWhereItIsAndKeepsItsOwners() throws Exception {
    claims();
    cluster.with(
        """
        {apiVersion: v1, kind: Pod, metadata: {name: db, namespace: shop},
         spec: {nodeName: node-2, volumes: [{persistentVolumeClaim: {claimName: data}}]},
         status: {phase: Running}}
        ---
        {apiVersion: v1, kind: Pod,
         metadata: {name: r, namespace: kube-registry, labels: {app: kube-registry}},
         spec: {containers: [{name: registry, image: 'corp.example/registry@sha256:1'}]}}
        """);
    podsRun();
    volumes().toRead(VolumePlace.parse("shop/data:x"), Progress.none()).close();
    Document spec = born.getFirst().at("spec");
    assertEquals("shop", born.getFirst().namespace());
    assertEquals("node-2", spec.at("nodeName").textOrEmpty());
    assertTrue(spec.at("securityContext", "fsGroup").isNothing());
    Document container = spec.at("containers").items().getFirst();
    assertEquals("corp.example/registry@sha256:1", container.at("image").textOrEmpty());
    assertTrue(container.at("volumeMounts").items().getFirst().at("readOnly").isTrue());
    assertTrue(noPods());
  }

  @Test
  void aMissingVolumeIsToldWithWhatMakesOne() {
    Problem own = refused("backup");
    assertEquals(Code.NOT_FOUND, own.code());
    assertEquals("mooring install --archives 10Gi", ((Remedy.Command) own.remedy()).command());
    assertEquals(Code.NOT_FOUND, refused("shop/none:x").code());
    cluster.with(
        """
        {apiVersion: v1, kind: PersistentVolumeClaim,
         metadata: {name: lost, namespace: shop}, status: {phase: Lost}}
        """);
    assertEquals(Code.VOLUME_UNUSABLE, refused("shop/lost:x").code());
    assertTrue(noPods());
  }

  @Test
  void whatKeepsThePodIsToldAndThePodGoes() {
    claims();
    pods(
        "{phase: Pending, containerStatuses: [{state: {waiting: {reason: InvalidImageName,"
            + " message: 'no such name'}}}]}");
    Problem told = refused("backup");
    assertEquals(Code.POD_NOT_STARTING, told.code());
    assertEquals("InvalidImageName: no such name", told.why());
    assertTrue(noPods());
    pods("{phase: Failed, message: 'the node has no room'}");
    assertEquals("the node has no room", refused("backup").why());
    assertTrue(noPods());
  }

  @Test
  void aCancelTakesThePodAlong() {
    claims();
    pods("{phase: Pending}");
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class,
        () -> volumes().toRead(VolumePlace.parse("backup"), Progress.none()));
    assertTrue(noPods());
  }

  @Test
  void podsThatEndedGoAndThoseOfOthersStay() throws Exception {
    claims();
    podsRun();
    String labels =
        "{app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: kube-registry,"
            + " mooring.dev/archives: 'true'}";
    for (Map.Entry<String, String> each :
        Map.of("mooring-archives-1", "Succeeded", "mooring-archives-2", "Running").entrySet()) {
      cluster.with(
          "{apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: kube-registry, labels: %s}, status: {phase: %s}}"
              .formatted(each.getKey(), labels, each.getValue()));
    }
    volumes().toRead(VolumePlace.parse("backup"), Progress.none()).close();
    assertEquals(
        List.of("Pod kube-registry/mooring-archives-2"),
        cluster.names().stream().filter(each -> each.startsWith("Pod")).toList());
  }

  @Test
  void whoLacksARightIsToldBeforeAnythingIsMade() {
    claims();
    cluster.lacking = request -> request.resource().equals("pods/exec");
    Problem told = refused("shop/data:x");
    assertEquals(Code.MISSING_RIGHT, told.code());
    assertTrue(told.why().contains("pods/exec"), told.why());
    assertTrue(noPods());
  }
}
