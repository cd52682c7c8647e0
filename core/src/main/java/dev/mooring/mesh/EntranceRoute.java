package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.ControlPlane;
import dev.mooring.identity.istiod.IstiodRoute;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/// Istiod through the laptops' entrance, which knows it by the name in its certificate.
///
/// It looks where the registries that are asked for have their entrance. Thread-safe.
public final class EntranceRoute implements IstiodRoute {
  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Set<String> namespaces = new CopyOnWriteArraySet<>();

  public EntranceRoute(Cluster cluster, Tunnels tunnels) {
    this.cluster = cluster;
    this.tunnels = tunnels;
  }

  /// Looks for an entrance there from now on; until the first call, where one stands by default.
  public void through(String namespace) {
    namespaces.add(namespace);
  }

  /// Where an entrance is looked for, the usual place always among them.
  Set<String> namespaces() {
    Set<String> all = new LinkedHashSet<>(namespaces);
    all.add(Entrance.NAMESPACE);
    return all;
  }

  @Override
  public List<Place> places(ServiceAccount account) throws InterruptedException {
    List<Place> places = new ArrayList<>();
    MooringException refused = null;
    for (String each : namespaces.isEmpty() ? Set.of(Entrance.NAMESPACE) : namespaces) {
      try {
        places.addAll(places(each));
      } catch (MooringException e) {
        refused = e;
      }
    }
    // What one namespace refuses does not keep us from another's entrance.
    if (refused != null && places.isEmpty()) {
      throw refused;
    }
    return places;
  }

  private List<Place> places(String namespace) throws InterruptedException {
    List<KubeObject> pods =
        cluster.list(Kind.POD, namespace, Entrance.LABEL).stream()
            .filter(pod -> pod.ready() && !pod.deleting())
            .toList();
    List<Place> places = new ArrayList<>();
    if (pods.isEmpty()) {
      return places;
    }
    String control = control(pods.getFirst());
    for (Entrance.Address each : Entrance.addresses(pods, Entrance.service(cluster, namespace))) {
      places.add(
          new Place(
              Messages.of("entrance-at", each),
              control,
              () -> TcpStream.connect(each.host(), each.port())));
    }
    for (KubeObject pod : pods) {
      PodPort port = new PodPort(namespace, pod.name(), Entrance.PORT);
      places.add(
          new Place(
              Messages.of("entrance-pod", pod.name()), control(pod), () -> tunnels.open(port)));
    }
    return places;
  }

  /// What the entrance passes on to istiod is named after istiod's namespace; versions before 0.2
  /// knew one only.
  private static String control(KubeObject pod) {
    return pod.annotations().getOrDefault(Entrance.CONTROL_PLANE, ControlPlane.USUAL_NAMESPACE);
  }
}
