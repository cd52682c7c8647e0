package dev.mooring.identity.istiod;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.util.Comparator;
import java.util.List;

/// Istiod by port-forward, for those who have that right in its namespace.
///
/// Anybody who can make a pod can label it `app=istiod`, so every ready pod of that label is a
/// place to try and none is believed for it. Those of the control plane's namespace come first.
final class IstiodPods implements IstiodRoute {
  private static final int SECURE_PORT = 15012;

  private final Cluster cluster;
  private final Tunnels tunnels;

  IstiodPods(Cluster cluster, Tunnels tunnels) {
    this.cluster = cluster;
    this.tunnels = tunnels;
  }

  @Override
  public List<Place> places(ServiceAccount account) throws InterruptedException {
    ControlPlane plane = ControlPlane.find(cluster);
    String namespace = plane.injects() ? plane.namespace() : ControlPlane.USUAL_NAMESPACE;
    List<KubeObject> ready =
        pods(account, namespace).stream().filter(pod -> pod.ready() && !pod.deleting()).toList();
    if (ready.isEmpty()) {
      throw new Problem(
              Code.ISTIOD_UNREACHABLE,
              Messages.of("no-certificate-for", account),
              Messages.of("no-istiod-pod-is-ready"),
              new Remedy.Command(
                  Messages.of("check-the-istiod-pods"),
                  "kubectl -n " + namespace + " get pods -l " + ControlPlane.LABEL))
          .raise();
    }
    return ready.stream()
        .sorted(Comparator.comparing(pod -> !pod.namespace().equals(namespace)))
        .map(this::place)
        .toList();
  }

  private Place place(KubeObject pod) {
    PodPort port = new PodPort(pod.namespace(), pod.name(), SECURE_PORT);
    return new Place(
        Messages.of("pod", pod.namespace(), pod.name()), pod.namespace(), () -> tunnels.open(port));
  }

  private List<KubeObject> pods(ServiceAccount account, String namespace)
      throws InterruptedException {
    MooringException refused = null;
    try {
      List<KubeObject> usual = cluster.list(Kind.POD, namespace, ControlPlane.LABEL);
      if (!usual.isEmpty()) {
        return usual;
      }
    } catch (MooringException e) {
      refused = e;
    }
    List<KubeObject> anywhere;
    try {
      anywhere = cluster.list(Kind.POD, null, ControlPlane.LABEL);
    } catch (MooringException e) {
      throw refused == null ? e : refused;
    }
    if (anywhere.isEmpty()) {
      throw new Problem(
              Code.ISTIO_MISSING,
              Messages.of("no-certificate-for", account),
              Messages.of("istio-is-not-installed", cluster.context().name()),
              new Remedy.Advice(Messages.of("install-istio-or-choose-a-context")))
          .raise();
    }
    return anywhere;
  }
}
