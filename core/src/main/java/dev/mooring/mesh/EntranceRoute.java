package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodRoute;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.util.ArrayList;
import java.util.List;

/// Istiod through the laptops' entrance, which knows it by the name in its certificate.
public final class EntranceRoute implements IstiodRoute {
  /// What the entrance passes on to istiod is named after this namespace, wherever istiod runs.
  private static final String ISTIOD_NAMESPACE = "istio-system";

  private final Cluster cluster;
  private final Tunnels tunnels;

  public EntranceRoute(Cluster cluster, Tunnels tunnels) {
    this.cluster = cluster;
    this.tunnels = tunnels;
  }

  @Override
  public List<Place> places(ServiceAccount account) throws InterruptedException {
    List<KubeObject> pods =
        cluster.list(Kind.POD, Entrance.NAMESPACE, Entrance.LABEL).stream()
            .filter(pod -> pod.ready() && !pod.deleting())
            .toList();
    List<Place> places = new ArrayList<>();
    if (pods.isEmpty()) {
      return places;
    }
    for (Entrance.Address each : Entrance.addresses(pods, Entrance.service(cluster))) {
      places.add(
          new Place(
              "entrance at " + each,
              ISTIOD_NAMESPACE,
              () -> TcpStream.connect(each.host(), each.port())));
    }
    for (KubeObject pod : pods) {
      PodPort port = new PodPort(Entrance.NAMESPACE, pod.name(), Entrance.PORT);
      places.add(
          new Place("entrance pod " + pod.name(), ISTIOD_NAMESPACE, () -> tunnels.open(port)));
    }
    return places;
  }
}
