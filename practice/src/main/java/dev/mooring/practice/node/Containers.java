package dev.mooring.practice.node;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Objects;
import dev.mooring.registry.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Gets the images of a pod's containers and says what became of each.
final class Containers {
  private final Nodes nodes;
  private final Images images;
  private final PodEvents events;
  private final Set<String> present;
  private final Map<String, String> pulled = new ConcurrentHashMap<>();

  /// @param present images that every node has
  Containers(Nodes nodes, Images images, PodEvents events, Set<String> present) {
    this.nodes = nodes;
    this.images = images;
    this.events = events;
    this.present = Set.copyOf(present);
  }

  /// Whether a container is more than planned.
  static boolean hasImage(Document status) {
    return !status.at("imageID").isNothing();
  }

  /// The status of one container on a node, its image pulled where it must be.
  Document status(Document pod, Document container, String node) throws InterruptedException {
    String image = container.at("image").textOrEmpty();
    Document status =
        Document.of(Map.of("name", container.at("name"), "image", image, "restartCount", 0));
    try {
      String id = imageId(pod, container, node, image);
      return status
          .with(id, "imageID")
          .with("containerd://" + Meta.uid(pod).replace("-", ""), "containerID")
          .with(true, "ready")
          .with(true, "started")
          .with(Objects.now(), "state", "running", "startedAt")
          .with(user(pod, container), "user", "linux");
    } catch (IOException e) {
      String message = "failed to pull and unpack image \"" + image + "\": " + e.getMessage();
      events.warning(pod, "Failed", "Failed to pull image \"" + image + "\": " + message);
      events.warning(pod, "Failed", "Error: ErrImagePull");
      return waiting(status, "ErrImagePull", message);
    }
  }

  static Document waiting(Document status, String reason, String message) {
    return status
        .with(false, "ready")
        .with(false, "started")
        .with(Map.of("reason", reason, "message", message), "state", "waiting");
  }

  /// A container that ran once leaves what it has to say in its termination message.
  Document ended(Document pod, Document container, String node, Document status) {
    String message = new ShellOrders(nodes, pod, node).message(container);
    Document ended = finished(status);
    return message.isEmpty() ? ended : ended.with(message, "state", "terminated", "message");
  }

  static Document finished(Document status) {
    if (!hasImage(status)) {
      return status;
    }
    String now = Objects.now();
    Map<String, Object> terminated =
        Map.of("exitCode", 0, "reason", "Completed", "startedAt", now, "finishedAt", now);
    return status
        .with(false, "ready")
        .with(false, "started")
        .with(Map.of("terminated", terminated), "state");
  }

  private String imageId(Document pod, Document container, String node, String image)
      throws IOException, InterruptedException {
    String policy = container.at("imagePullPolicy").textOrEmpty();
    String known = pulled.get(node + " " + image);
    boolean here = known != null || present.contains(image);
    if (here && !policy.equals("Always")) {
      events.normal(
          pod,
          "Pulled",
          "Container image \"%s\" already present on machine and can be accessed by the pod"
              .formatted(image));
      // Such images were never pushed anywhere: the id is made from the name.
      return known != null ? known : Digests.of(image.getBytes(StandardCharsets.UTF_8)).text();
    }
    if (policy.equals("Never")) {
      throw new IOException(
          "Container image \"" + image + "\" is not present with pull policy of Never");
    }
    events.normal(pod, "Pulling", "Pulling image \"" + image + "\"");
    long start = System.nanoTime();
    Images.Pulled brought = images.pull(node, image);
    long millis = (System.nanoTime() - start) / 1_000_000;
    String id = image.split("@", 2)[0].replaceFirst(":[^:/]*$", "") + "@" + brought.digest();
    pulled.put(node + " " + image, id);
    events.normal(
        pod,
        "Pulled",
        ("Successfully pulled image \"%1$s\" in %2$dms (%2$dms including waiting)."
                + " Image size: %3$d bytes.")
            .formatted(image, millis, brought.size()));
    return id;
  }

  private static Map<String, Object> user(Document pod, Document container) {
    long standard = container.at("image").textOrEmpty().contains("hello") ? 1000 : 0;
    long gid = id(pod, container, "runAsGroup", 0);
    return Map.of(
        "uid", id(pod, container, "runAsUser", standard),
        "gid", gid,
        "supplementalGroups", List.of(gid));
  }

  private static long id(Document pod, Document container, String field, long otherwise) {
    return container
        .at("securityContext", field)
        .integer()
        .or(() -> pod.at("spec", "securityContext", field).integer())
        .orElse(otherwise);
  }
}
