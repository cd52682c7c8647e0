package dev.mooring.forward.ending;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.tunnel.PodPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What served a connection when it began: a pod, and those of its containers that can have been
/// behind the port.
///
/// Compared are the containers' ids, no times: the clocks of the nodes are not ours.
///
/// @param containers ids by name
public record PodRun(PodPort port, String uid, Map<String, String> containers) {

  /// @param known what was said of the pod at that time
  public static PodRun of(ReadyPod pod, Optional<KubeObject> known) {
    Map<String, String> containers =
        known.map(now -> containers(now, pod.port().port())).orElse(Map.of());
    return new PodRun(pod.port(), pod.uid(), containers);
  }

  /// Those that declare the port; all that could have opened it where none does.
  private static Map<String, String> containers(KubeObject pod, int port) {
    List<Document> lasting =
        Stream.concat(pod.at("spec", "containers").stream(), sidecars(pod)).toList();
    List<Document> declaring = lasting.stream().filter(each -> declares(each, port)).toList();
    List<String> names =
        (declaring.isEmpty() ? lasting : declaring)
            .stream().map(each -> each.at("name").textOrEmpty()).toList();
    return statuses(pod)
        .filter(each -> names.contains(each.at("name").textOrEmpty()))
        .filter(each -> !each.at("state", "running").isNothing())
        .collect(
            Collectors.toMap(
                each -> each.at("name").textOrEmpty(),
                each -> each.at("containerID").textOrEmpty(),
                (first, second) -> first));
  }

  private static Stream<Document> sidecars(KubeObject pod) {
    return pod.at("spec", "initContainers").stream()
        .filter(each -> each.at("restartPolicy").textOrEmpty().equals("Always"));
  }

  private static boolean declares(Document container, int port) {
    return container.at("ports").stream()
        .anyMatch(each -> each.at("containerPort").integer().filter(p -> p == port).isPresent());
  }

  private static Stream<Document> statuses(KubeObject pod) {
    return Stream.concat(
        pod.at("status", "containerStatuses").stream(),
        pod.at("status", "initContainerStatuses").stream());
  }

  /// Why an end from this pod is a loss, in the user's words; empty while it runs as it did, and
  /// where a program that was to run once has done its work.
  String over(Optional<KubeObject> present) {
    KubeObject now = present.filter(pod -> pod.uid().equals(uid)).orElse(null);
    if (now == null) {
      return Messages.of("the-pod-is-gone");
    }
    if (now.deleting()) {
      return Messages.of("the-pod-is-being-deleted");
    }
    String reason = now.at("status", "reason").textOrEmpty();
    if (now.at("status", "phase").textOrEmpty().equals("Failed")) {
      return Messages.of("the-pod-has-failed", reason.isEmpty() ? "" : " (" + reason + ")");
    }
    boolean forever = now.at("spec", "restartPolicy").text().orElse("Always").equals("Always");
    return statuses(now)
        .map(each -> over(each, forever))
        .filter(each -> !each.isEmpty())
        .findFirst()
        .orElse("");
  }

  private String over(Document status, boolean forever) {
    String name = status.at("name").textOrEmpty();
    String before = containers.get(name);
    if (before == null
        || (before.equals(status.at("containerID").textOrEmpty())
            && !status.at("state", "running").isNothing())) {
      return "";
    }
    Document end =
        Stream.of(status.at("state", "terminated"), status.at("lastState", "terminated"))
            .filter(each -> each.at("containerID").textOrEmpty().equals(before))
            .findFirst()
            .orElse(Document.nothing());
    long code = end.at("exitCode").integer().orElse(-1L);
    if (code == 0 && !forever) {
      return "";
    }
    String reason = end.at("reason").textOrEmpty();
    String ended =
        code < 0
            ? Messages.of("its-container-has-ended", name)
            : Messages.of("its-container-has-ended-with", name, code);
    return reason.isEmpty() ? ended : ended + " (" + reason + ")";
  }
}
