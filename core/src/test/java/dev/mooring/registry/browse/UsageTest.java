package dev.mooring.registry.browse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageTest {
  private static Digest digest(int number) {
    return new Digest(String.format("sha256:%064x", number));
  }

  private static ImageSummary image(int digest, List<Digest> contained, List<Digest> configs) {
    return new ImageSummary("app", "1", digest(digest), 1, List.of(), null, contained, configs);
  }

  @Test
  void podsAreFoundByIndexChildAndConfig() {
    Document pod =
        Document.of(
            Map.of(
                "metadata", Map.of("namespace", "ana", "name", "web"),
                "status",
                    Map.of(
                        "containerStatuses",
                            List.of(
                                Map.of("name", "a", "imageID", "localhost:5000/app@" + digest(2))),
                        "initContainerStatuses",
                            List.of(Map.of("name", "b", "imageID", "sha256:" + digest(4).hex())),
                        "ephemeralContainerStatuses",
                            List.of(
                                Map.of("name", "c", "imageID", ""),
                                Map.of(
                                    "name", "d", "imageID", "docker-pullable://x@" + digest(1))))));
    List<RunningContainer> containers = RunningContainer.of(pod);
    assertEquals(
        List.of("a", "b", "d"), containers.stream().map(RunningContainer::container).toList());
    Usage usage = Usage.of(containers);
    ImageSummary index = image(1, List.of(digest(2), digest(3)), List.of(digest(4)));
    assertEquals(3, usage.of(index).size());
    assertEquals(List.of("ana/web"), usage.pods(index));
    assertEquals(List.of(), usage.pods(image(9, List.of(), List.of())));
    assertEquals(
        List.of(),
        Usage.of(List.of(new RunningContainer("n", "p", "c", "i", "nonsense"))).of(digest(1)));
  }

  @Test
  void fiveThousandPodsAndTwoThousandTagsAreJoinedInAMoment() {
    List<RunningContainer> containers = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      containers.add(
          new RunningContainer(
              "n" + i % 50, "p" + i, "c", "app", "localhost:5000/app@" + digest(i % 2500)));
    }
    List<ImageSummary> images = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      images.add(image(i, List.of(digest(100_000 + i)), List.of(digest(200_000 + i))));
    }
    long start = System.nanoTime();
    Usage usage = Usage.of(containers);
    int pods = images.stream().mapToInt(image -> usage.pods(image).size()).sum();
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertEquals(4000, pods);
    assertTrue(
        millis < 2000, "an accidental product of both would take minutes: " + millis + " ms");
  }
}
