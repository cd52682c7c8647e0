package dev.mooring.registry.browse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.browse.PodUse.Match;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {
  private static final Set<String> HERE = Set.of("localhost:5000");

  private static Digest digest(int number) {
    return new Digest(String.format("sha256:%064x", number));
  }

  private static ImageSummary image(int digest, List<Digest> contained, List<Digest> configs) {
    return new ImageSummary("app", "1", digest(digest), 1, List.of(), null, contained, configs);
  }

  private static ImageSummary image(String repository, int config) {
    return new ImageSummary(
        repository, "1", digest(1), 1, List.of(), null, List.of(), List.of(digest(config)));
  }

  private static Document pod(Map<String, Object> spec, Map<String, Object> status) {
    return Document.of(
        Map.of(
            "metadata", Map.of("namespace", "ana", "name", "web"), "spec", spec, "status", status));
  }

  private static Map<String, Object> container(String image, String imageId, Object state) {
    return Map.of("name", "c", "image", image, "imageID", imageId, "state", state);
  }

  private static List<PodUse> uses(Document pod, ImageSummary of) {
    return Usage.of(ImageUse.of(pod), HERE).pods(of);
  }

  @Test
  void podsAreFoundByIndexChildAndConfig() {
    Document pod =
        pod(
            Map.of(),
            Map.of(
                "containerStatuses",
                    List.of(Map.of("name", "a", "imageID", "localhost:5000/app@" + digest(2))),
                "initContainerStatuses",
                    List.of(Map.of("name", "b", "imageID", "sha256:" + digest(4).hex())),
                "ephemeralContainerStatuses",
                    List.of(
                        Map.of("name", "c", "imageID", ""),
                        Map.of("name", "d", "imageID", "docker-pullable://x@" + digest(1)))));
    List<ImageUse> containers = ImageUse.of(pod);
    assertEquals(Set.of("a", "b", "d"), Set.copyOf(containers.stream().map(ImageUse::by).toList()));
    Usage usage = Usage.of(containers, HERE);
    ImageSummary index = image(1, List.of(digest(2), digest(3)), List.of(digest(4)));
    assertEquals(3, usage.of(index).size());
    assertEquals(List.of("ana/web"), usage.pods(index).stream().map(PodUse::pod).toList());
    assertEquals(List.of(), usage.pods(image(9, List.of(), List.of())));
    ImageUse odd = new ImageUse("n", "p", "c", "i", "nonsense", UseState.RUNNING);
    assertEquals(List.of(), Usage.of(List.of(odd), HERE).of(digest(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "waiting, ImagePullBackOff, CANNOT_START",
    "waiting, CreateContainerError, CANNOT_START",
    "waiting, ContainerCreating, STARTING",
    "waiting, CrashLoopBackOff, CRASHING",
    "terminated, StartError, CANNOT_START",
    "terminated, Completed, FINISHED",
    "terminated, OOMKilled, FINISHED",
    "running, '', RUNNING",
  })
  void onlyAContainerThatRunsIsRunning(String kind, String reason, UseState state) {
    Map<String, Object> status =
        container(
            "localhost:5000/app:1",
            "localhost:5000/app@" + digest(1),
            Map.of(kind, Map.of("reason", reason)));
    Document pod = pod(Map.of(), Map.of("containerStatuses", List.of(status)));
    PodUse use = uses(pod, image("app", 4)).getFirst();
    assertEquals(state, use.state());
    assertEquals(kind.equals("running"), use.isRunning());
  }

  @Test
  void aContainerThatFallsBackFromAFailedStartNeverRan() {
    Map<String, Object> status =
        Map.of(
            "state", Map.of("waiting", Map.of("reason", "CrashLoopBackOff")),
            "lastState", Map.of("terminated", Map.of("reason", "StartError")));
    assertEquals(UseState.CANNOT_START, UseState.of(Document.of(status)));
  }

  @Test
  void whatCannotBePulledIsFoundByTheNameThatThePodAsksFor() {
    Map<String, Object> spec =
        Map.of("containers", List.of(Map.of("name", "c", "image", "localhost:5000/app:1")));
    Object state = Map.of("waiting", Map.of("reason", "ErrImagePull"));
    Document pod =
        pod(
            spec,
            Map.of("containerStatuses", List.of(container("localhost:5000/app:1", "", state))));
    List<PodUse> found = List.of(new PodUse("ana/web", UseState.CANNOT_START, Match.NAME));
    assertEquals(found, uses(pod, image("app", 4)));
    assertEquals(found, Usage.of(ImageUse.of(pod), HERE).pods("app", "1"));
    assertEquals(List.of(), uses(pod, image("other", 4)));
    assertEquals(List.of(), Usage.of(ImageUse.of(pod), Set.of("else:1")).pods("app", "1"));
  }

  @Test
  void aPodOfWhichItsNodeSaysNothingYetIsAboutToUseItsImages() {
    Map<String, Object> spec =
        Map.of(
            "containers", List.of(Map.of("name", "c", "image", "localhost:5000/app:1")),
            "initContainers", List.of(Map.of("name", "i", "image", "x.io/app@" + digest(7))));
    for (String phase : List.of("", "Pending")) {
      Document pod = pod(spec, Map.of("phase", phase));
      assertEquals(
          List.of(new PodUse("ana/web", UseState.STARTING, Match.NAME)),
          uses(pod, image("app", 4)));
      assertEquals(
          List.of(new PodUse("ana/web", UseState.STARTING, Match.CONTENT)),
          uses(pod, image("other", 7)));
    }
    for (String ended : List.of("Failed", "Succeeded")) {
      Document evicted = pod(spec, Map.of("phase", ended));
      assertEquals(List.of(), uses(evicted, image("app", 4)), "it never started, and never will");
    }
  }

  @Test
  void theSameContentUnderAnotherNameIsToldFromThisReference() {
    Map<String, Object> spec =
        Map.of("containers", List.of(Map.of("name", "c", "image", "docker.io/library/app:1")));
    Object runs = Map.of("running", Map.of());
    // The runtime may report another name than the pod asked for.
    Map<String, Object> status =
        container("localhost:5000/app:1", "sha256:" + digest(4).hex(), runs);
    Document elsewhere = pod(spec, Map.of("containerStatuses", List.of(status)));
    Document here = pod(Map.of(), Map.of("containerStatuses", List.of(status)));
    assertEquals(
        List.of(new PodUse("ana/web", UseState.RUNNING, Match.CONTENT)),
        uses(elsewhere, image("app", 4)));
    assertEquals(
        List.of(new PodUse("ana/web", UseState.RUNNING, Match.REFERENCE)),
        uses(here, image("app", 4)));
    assertEquals(
        List.of(new PodUse("ana/web", UseState.RUNNING, Match.CONTENT)),
        uses(here, image("mirror/app", 4)));
  }

  @Test
  void volumesOfImagesAreUsesByNameOrByDigestWhereTheClusterSaysIt() {
    Map<String, Object> spec =
        Map.of(
            "volumes",
            List.of(
                Map.of("name", "v", "image", Map.of("reference", "localhost:5000/app:1")),
                Map.of("name", "tmp", "emptyDir", Map.of())));
    assertEquals(
        List.of(new PodUse("ana/web", UseState.MOUNTED, Match.NAME)),
        uses(pod(spec, Map.of()), image("app", 4)));
    Map<String, Object> mount =
        Map.of(
            "name",
            "v",
            "volumeStatus",
            Map.of("image", Map.of("imageRef", "localhost:5000/app@" + digest(1))));
    Map<String, Object> status = Map.of("name", "c", "imageID", "", "volumeMounts", List.of(mount));
    assertEquals(
        List.of(new PodUse("ana/web", UseState.MOUNTED, Match.REFERENCE)),
        uses(pod(spec, Map.of("containerStatuses", List.of(status))), image("app", 4)));
    Map<String, Object> byDigest =
        Map.of(
            "volumes",
            List.of(Map.of("name", "v", "image", Map.of("reference", "x.io/app@" + digest(1)))));
    assertEquals(
        List.of(new PodUse("ana/web", UseState.MOUNTED, Match.CONTENT)),
        uses(pod(byDigest, Map.of()), image("app", 4)));
  }

  @Test
  void fiveThousandPodsAndTwoThousandTagsAreJoinedInAMoment() {
    List<ImageUse> containers = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      containers.add(
          new ImageUse(
              "n" + i % 50,
              "p" + i,
              "c",
              "app",
              "localhost:5000/app@" + digest(i % 2500),
              UseState.RUNNING));
    }
    List<ImageSummary> images = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      images.add(image(i, List.of(digest(100_000 + i)), List.of(digest(200_000 + i))));
    }
    long start = processorTime();
    Usage usage = Usage.of(containers, HERE);
    int pods = images.stream().mapToInt(image -> usage.pods(image).size()).sum();
    long millis = (processorTime() - start) / 1_000_000;
    assertEquals(4000, pods);
    assertTrue(
        millis < 2000, "an accidental product of both would take minutes: " + millis + " ms");
  }

  /// What else the machine does, counts for nothing.
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
