package dev.mooring.forward.reach;

import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Document;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.TargetPods.ReadyPod;
import dev.mooring.forward.reach.TargetPods.Standing;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.PodPort;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which pods stand behind a target, by what the API server said of it and of the pods.
///
/// Ports lead where the Service's endpoints do, headless Services included: to the target port.
record PodsBehind(Target target, PodSelection pick) {

  /// @param owners null where the target itself names the pods
  /// @param silence why the API server is not heard at the moment; null while it is
  Standing standing(Watched pods, @Nullable Watched owners, @Nullable Problem silence) {
    String silent = silence(pods, owners, silence);
    boolean answering = silent.isEmpty();
    KubeObject owner = null;
    if (owners != null) {
      owner =
          owners.objects().stream()
              .filter(each -> each.name().equals(target.name()))
              .findFirst()
              .orElse(null);
      if (owner == null) {
        return nobody(
            answering ? Messages.of("does-not-exist", target.words()) : silent, answering);
      }
    }
    KubeObject found = owner;
    List<KubeObject> all = pods.objects().stream().filter(pod -> wanted(pod, found)).toList();
    List<KubeObject> ready = all.stream().filter(pod -> pod.ready() && !pod.deleting()).toList();
    List<ReadyPod> reachable =
        ready.stream()
            .flatMap(pod -> port(pod, found).map(number -> readyPod(pod, number)).stream())
            .sorted(Comparator.comparing(each -> each.port().pod()))
            .toList();
    if (!reachable.isEmpty()) {
      return new Standing(reachable, silent, answering);
    }
    return nobody(answering ? missing(found, all, ready) : silent, answering);
  }

  private static Standing nobody(String why, boolean answering) {
    return new Standing(List.of(), why, answering);
  }

  private static String silence(Watched pods, @Nullable Watched owners, @Nullable Problem silence) {
    Watched oldest = owners != null && owners.stale() ? owners : pods;
    if (silence == null && !oldest.stale()) {
      return "";
    }
    Problem why = silence != null ? silence : oldest.why();
    return why == null ? Messages.of("the-api-server-is-not-responding") : why.why();
  }

  private String missing(@Nullable KubeObject owner, List<KubeObject> all, List<KubeObject> ready) {
    if (!ready.isEmpty()) {
      return Messages.of("no-port-behind", target.port(), target.words());
    }
    if (pick.way() == PodSelection.Way.PINNED) {
      return all.isEmpty()
          ? Messages.of("pod-the-only-one-to-use", pick.pod(), target.words())
          : Messages.of("pod-the-only-one-to-use-2", pick.pod());
    }
    return target instanceof Target.Service
            && owner != null
            && owner.at("spec", "selector").strings().isEmpty()
        ? Messages.of("selects-no-pods", target.words())
        : Messages.of("no-ready-pod-behind", target.words());
  }

  private boolean wanted(KubeObject pod, @Nullable KubeObject owner) {
    return (pick.way() != PodSelection.Way.PINNED || pod.name().equals(pick.pod()))
        && switch (target) {
          case Target.Pod p -> pod.name().equals(p.name());
          case Target.Selector ignored -> true;
          case Target.Service ignored -> owner != null && Selectors.select(owner, pod);
          case Target.Workload ignored -> owner != null && Selectors.select(owner, pod);
        };
  }

  private static ReadyPod readyPod(KubeObject pod, int port) {
    return new ReadyPod(
        new PodPort(pod.namespace(), pod.name(), port),
        pod.uid(),
        pod.at("spec", "serviceAccountName").text().orElse("default"));
  }

  private Optional<Integer> port(KubeObject pod, @Nullable KubeObject owner) {
    String wanted = target.port();
    if (target instanceof Target.Service && owner != null) {
      Optional<Document> served =
          owner.at("spec", "ports").stream()
              .filter(
                  each ->
                      each.at("port").textOrEmpty().equals(target.port())
                          || each.at("name").textOrEmpty().equals(target.port()))
              .findFirst();
      if (served.isEmpty()) {
        return Optional.empty();
      }
      String inside = served.get().at("targetPort").textOrEmpty();
      wanted = inside.isEmpty() ? served.get().at("port").textOrEmpty() : inside;
    }
    return wanted.matches("[0-9]{1,5}") ? Optional.of(Integer.valueOf(wanted)) : named(pod, wanted);
  }

  /// A container's port by name; native sidecars are init containers that are restarted always.
  private static Optional<Integer> named(KubeObject pod, String name) {
    Stream<Document> sidecars =
        pod.at("spec", "initContainers").stream()
            .filter(each -> each.at("restartPolicy").textOrEmpty().equals("Always"));
    return Stream.concat(pod.at("spec", "containers").stream(), sidecars)
        .flatMap(container -> container.at("ports").stream())
        .filter(port -> port.at("name").textOrEmpty().equals(name))
        .flatMap(port -> port.at("containerPort").integer().stream())
        .map(Long::intValue)
        .findFirst();
  }
}
