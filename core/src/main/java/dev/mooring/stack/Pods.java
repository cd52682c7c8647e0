package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Printable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a pod's status says, and why it is not ready.
final class Pods {
  /// Reasons that do not go away by waiting.
  private static final Set<String> LASTING =
      Set.of(
          "ImagePullBackOff",
          "ErrImagePull",
          "ErrImageNeverPull",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError",
          "CrashLoopBackOff");

  private Pods() {}

  /// @param reason a word of Kubernetes', or empty
  /// @param sentence with the text of status or event
  record Obstacle(String pod, String reason, String sentence) {
    boolean lasting() {
      return LASTING.contains(reason);
    }
  }

  /// Whether a reason to wait does not go away by waiting.
  static boolean lasting(String reason) {
    return LASTING.contains(reason);
  }

  static String node(KubeObject pod) {
    return pod.at("spec", "nodeName").textOrEmpty();
  }

  /// The image of one of a pod's containers.
  static Optional<String> image(KubeObject pod, String container) {
    return Stream.of("containers", "initContainers")
        .flatMap(list -> pod.at("spec", list).stream())
        .filter(each -> each.at("name").textOrEmpty().equals(container))
        .map(each -> each.at("image").textOrEmpty())
        .findFirst();
  }

  static Stream<Document> containers(KubeObject pod) {
    return Stream.of("initContainerStatuses", "containerStatuses")
        .flatMap(list -> pod.at("status", list).stream());
  }

  /// Why a pod is not ready; nothing when it is, or only needs time.
  ///
  /// @param events of the pod's namespace
  static Optional<Obstacle> obstacle(KubeObject pod, List<KubeObject> events) {
    if (pod.ready()) {
      return Optional.empty();
    }
    Document scheduled = pod.condition("PodScheduled");
    if (scheduled.at("status").textOrEmpty().equals("False")) {
      return Optional.of(
          new Obstacle(
              pod.name(),
              "Unschedulable",
              Messages.of("unschedulable", scheduled.at("message").textOrEmpty())));
    }
    return containers(pod)
        .flatMap(each -> container(pod, each).stream())
        .findFirst()
        .or(() -> failedMount(pod, events));
  }

  private static Optional<Obstacle> container(KubeObject pod, Document status) {
    Document waiting = status.at("state", "waiting");
    String reason = waiting.at("reason").textOrEmpty();
    if (!LASTING.contains(reason)) {
      return Optional.empty();
    }
    String message = waiting.at("message").textOrEmpty();
    Document last = status.at("lastState", "terminated");
    String seen =
        Messages.of(
            "container-with-image",
            status.at("name").textOrEmpty(),
            status.at("image").textOrEmpty(),
            message.isEmpty() ? reason : reason + ": " + clip(message));
    return Optional.of(
        new Obstacle(
            pod.name(),
            reason,
            last.isNothing()
                ? seen
                : Messages.of("it-ended-with-code", seen, last.at("exitCode").textOrEmpty())));
  }

  private static Optional<Obstacle> failedMount(KubeObject pod, List<KubeObject> events) {
    return lastWarning(pod.name(), events)
        .filter(event -> event.at("reason").textOrEmpty().startsWith("Failed"))
        .map(event -> new Obstacle(pod.name(), event.at("reason").textOrEmpty(), words(event)));
  }

  static Optional<KubeObject> lastWarning(String object, List<KubeObject> events) {
    return events.stream()
        .filter(event -> event.at("type").textOrEmpty().equals("Warning"))
        .filter(event -> event.at("involvedObject", "name").textOrEmpty().equals(object))
        .max(Comparator.comparing(Pods::time));
  }

  private static String time(KubeObject event) {
    String last = event.at("lastTimestamp").textOrEmpty();
    return last.isEmpty() ? event.at("eventTime").textOrEmpty() : last;
  }

  static String words(KubeObject event) {
    return event.at("reason").textOrEmpty() + ": " + clip(event.at("message").textOrEmpty());
  }

  static String clip(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return Printable.cut(line, 300);
  }
}
