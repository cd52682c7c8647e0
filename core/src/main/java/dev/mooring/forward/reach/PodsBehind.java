package dev.mooring.forward.reach;

import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Document;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.PodPort;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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
    KubeObject found = owner(owners);
    if (owners != null && found == null) {
      return nobody(answering ? Messages.of("does-not-exist", target.words()) : silent, answering);
    }
    List<KubeObject> all = pods.objects().stream().filter(wanted(found)).toList();
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

  /// Whether one of them is there that is being deleted.
  boolean someGoes(Watched pods, @Nullable Watched owners) {
    return pods.objects().stream().filter(wanted(owner(owners))).anyMatch(KubeObject::deleting);
  }

  private @Nullable KubeObject owner(@Nullable Watched owners) {
    return owners == null
        ? null
        : owners.objects().stream()
            .filter(each -> each.name().equals(target.name()))
            .findFirst()
            .orElse(null);
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

  /// The first of what stands in the way: nothing that waits for a pod can help where the target
  /// itself leads nowhere.
  private String missing(@Nullable KubeObject owner, List<KubeObject> all, List<KubeObject> ready) {
    String never = target instanceof Target.Service && owner != null ? serves(owner) : "";
    if (!never.isEmpty()) {
      return never;
    }
    if (!ready.isEmpty()) {
      boolean udp = ready.stream().anyMatch(pod -> !named(pod, target.port(), false).isEmpty());
      if (udp) {
        return Messages.of("the-port-is-not-tcp", target.port(), target.words());
      }
      return target instanceof Target.Service && owner != null
          ? Messages.of("no-container-has-the-port", target.words(), inside(owner))
          : Messages.of("no-port-behind", target.port(), target.words());
    }
    if (pick.way() == PodSelection.Way.PINNED) {
      return all.isEmpty()
          ? Messages.of("pod-the-only-one-to-use", pick.pod(), target.words())
          : Messages.of("pod-the-only-one-to-use-2", pick.pod());
    }
    return all.isEmpty() ? nobody(owner) : Messages.of("no-ready-pod-behind", target.words());
  }

  /// Why a Service can lead to no pod, whichever there are; empty where it can.
  private String serves(KubeObject service) {
    String unusable = unusable(service);
    if (!unusable.isEmpty() || served(service, true).isPresent()) {
      return unusable;
    }
    return isNotTcp(service)
        ? Messages.of("the-port-is-not-tcp", target.port(), target.words())
        : Messages.of("no-port-behind", target.port(), target.words());
  }

  /// Why a Service leads to no pod, whatever its ports; empty where it does.
  String unusable(KubeObject service) {
    if (service.at("spec", "type").textOrEmpty().equals("ExternalName")) {
      return Messages.of(
          "leads-outside-the-cluster",
          target.words(),
          service.at("spec", "externalName").textOrEmpty());
    }
    return LabelSelector.of(service).isEmpty()
        ? Messages.of("selects-no-pods", target.words())
        : "";
  }

  /// Whether a Service has the port, but for another protocol only.
  boolean isNotTcp(KubeObject service) {
    return served(service, true).isEmpty() && served(service, false).isPresent();
  }

  /// Why no pod is there at all.
  private String nobody(@Nullable KubeObject owner) {
    return switch (target) {
      case Target.Pod ignored -> Messages.of("does-not-exist", target.words());
      case Target.Selector labels ->
          LabelSelector.parse(labels.name()).isPresent()
              ? Messages.of("no-pod-has-the-labels", labels.name())
              : Messages.of("is-not-a-label-selector", labels.name());
      case Target.Workload ignored
          when owner != null
              && owner.at("spec", "replicas").integer().filter(n -> n == 0).isPresent() ->
          Messages.of("is-scaled-to-zero", target.words());
      case Target.Workload ignored -> Messages.of("has-no-pods", target.words());
      case Target.Service ignored ->
          Messages.of(
              "no-pod-matches-the-selector",
              target.words(),
              owner == null ? "" : LabelSelector.of(owner).map(LabelSelector::words).orElse(""));
    };
  }

  private Predicate<KubeObject> wanted(@Nullable KubeObject owner) {
    Predicate<KubeObject> behind =
        switch (target) {
          case Target.Pod p -> pod -> pod.name().equals(p.name());
          case Target.Selector s -> selected(LabelSelector.parse(s.name()));
          case Target.Service ignored ->
              selected(Optional.ofNullable(owner).flatMap(LabelSelector::of));
          case Target.Workload ignored ->
              selected(Optional.ofNullable(owner).flatMap(LabelSelector::of));
        };
    return pick.way() == PodSelection.Way.PINNED
        ? behind.and(pod -> pod.name().equals(pick.pod()))
        : behind;
  }

  private static Predicate<KubeObject> selected(Optional<LabelSelector> selector) {
    return pod -> selector.filter(each -> each.selects(pod)).isPresent();
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
      wanted = inside(owner);
    }
    return wanted.matches("[0-9]{1,5}")
        ? Optional.of(Integer.valueOf(wanted))
        : named(pod, wanted, true).stream().findFirst();
  }

  /// The pods' port behind a Service's, as it names it; empty where it has no such port.
  private String inside(KubeObject service) {
    return served(service, true)
        .map(
            port -> {
              String inside = port.at("targetPort").textOrEmpty();
              return inside.isEmpty() ? port.at("port").textOrEmpty() : inside;
            })
        .orElse("");
  }

  /// A Service's port by number or name.
  private Optional<Document> served(KubeObject service, boolean tcp) {
    return service.at("spec", "ports").stream()
        .filter(
            each ->
                each.at("port").textOrEmpty().equals(target.port())
                    || each.at("name").textOrEmpty().equals(target.port()))
        .filter(each -> tcp(each) == tcp)
        .findFirst();
  }

  /// A container's ports by name; native sidecars are init containers that are restarted always.
  private static List<Integer> named(KubeObject pod, String name, boolean tcp) {
    Stream<Document> sidecars =
        pod.at("spec", "initContainers").stream()
            .filter(each -> each.at("restartPolicy").textOrEmpty().equals("Always"));
    return Stream.concat(pod.at("spec", "containers").stream(), sidecars)
        .flatMap(container -> container.at("ports").stream())
        .filter(port -> port.at("name").textOrEmpty().equals(name))
        .filter(port -> tcp(port) == tcp)
        .flatMap(port -> port.at("containerPort").integer().stream())
        .map(Long::intValue)
        .toList();
  }

  private static boolean tcp(Document port) {
    String protocol = port.at("protocol").textOrEmpty();
    return protocol.isEmpty() || protocol.equals("TCP");
  }
}
