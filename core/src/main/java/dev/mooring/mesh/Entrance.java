package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The laptops' entrance of the mesh: where it stands, and the addresses that it offers outside the
/// cluster. It passes TLS on by the name that the client says (SNI), to a registry's sidecar or to
/// istiod.
public final class Entrance {
  /// Where it stands unless an install chose another. A namespace of its own: a right to
  /// port-forward reaches every pod of a namespace.
  public static final String NAMESPACE = "mooring-entrance";

  /// Its Service of type LoadBalancer, its Deployment or DaemonSet, and its pods' label `app`.
  public static final String NAME = "mooring-entrance";

  /// Its one port, in the pod, on nodes, and at a load balancer.
  public static final int PORT = 9443;

  /// Says on the entrance's pods in which namespace the istiod runs that they lead to.
  public static final String CONTROL_PLANE = "mooring.dev/control-plane";

  static final String LABEL = "app=" + NAME;

  private Entrance() {}

  /// Something outside the cluster's network that leads to the entrance.
  record Address(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  static Problem none(String namespace) {
    return new Problem(
        Code.ENTRANCE_MISSING,
        Messages.of("no-entrance-for-laptops"),
        Messages.of("the-cluster-has-none-in-namespace", namespace),
        new Remedy.Command(Messages.of("ask-its-administrator-to-install-one"), "mooring install"));
  }

  /// The load balancer first, then the nodes that the ready pods listen on.
  static List<Address> addresses(List<KubeObject> pods, Optional<KubeObject> service) {
    Set<Address> found = new LinkedHashSet<>();
    service.ifPresent(each -> found.addAll(ofBalancer(each)));
    for (KubeObject pod : pods) {
      if (pod.ready() && !pod.deleting() && onItsNode(pod)) {
        String host = pod.at("status", "hostIP").textOrEmpty();
        if (!host.isEmpty()) {
          found.add(new Address(host, PORT));
        }
      }
    }
    return List.copyOf(found);
  }

  private static boolean onItsNode(KubeObject pod) {
    return pod.at("spec", "containers").stream()
        .flatMap(container -> container.at("ports").stream())
        .anyMatch(
            port ->
                port.at("hostPort").integer().orElse(0L) == PORT
                    && !port.at("hostIP").textOrEmpty().startsWith("127."));
  }

  private static List<Address> ofBalancer(KubeObject service) {
    List<Address> found = new ArrayList<>();
    if (service.at("spec", "type").textOrEmpty().equals("LoadBalancer")) {
      service.at("status", "loadBalancer", "ingress").stream()
          .map(
              each ->
                  each.at("ip").textOrEmpty().isEmpty()
                      ? each.at("hostname").textOrEmpty()
                      : each.at("ip").textOrEmpty())
          .filter(host -> !host.isEmpty())
          .forEach(host -> found.add(new Address(host, PORT)));
    }
    return found;
  }

  /// The Service, where there is one that the user may see.
  static Optional<KubeObject> service(Cluster cluster, String namespace)
      throws InterruptedException {
    try {
      return cluster.get(Kind.SERVICE, namespace, NAME);
    } catch (MooringException e) {
      return Optional.empty();
    }
  }
}
