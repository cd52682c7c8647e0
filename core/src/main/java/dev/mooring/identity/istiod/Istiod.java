package dev.mooring.identity.istiod;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.PodPort;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where istiod runs and by which root its certificate is checked.
///
/// @param pods the secure port of each ready pod, at least one
record Istiod(String namespace, List<PodPort> pods, List<X509Certificate> roots) {
  private static final String USUAL_NAMESPACE = "istio-system";
  private static final String LABEL = "app=istiod";
  private static final int SECURE_PORT = 15012;
  private static final String ROOT_MAP = "istio-ca-root-cert";
  private static final String ROOT_KEY = "root-cert.pem";

  /// The name in istiod's certificate that every revision has.
  String serverName() {
    return "istiod." + namespace + ".svc";
  }

  static Istiod find(Cluster cluster, ServiceAccount account) throws InterruptedException {
    List<KubeObject> pods = ready(pods(cluster, account));
    if (pods.isEmpty()) {
      throw new Problem(
              "No certificate for " + account,
              "no istiod pod is ready",
              "Look at it: kubectl -n " + USUAL_NAMESPACE + " get pods -l " + LABEL)
          .raise();
    }
    String namespace = pods.getFirst().namespace();
    List<PodPort> ports =
        pods.stream()
            .filter(pod -> pod.namespace().equals(namespace))
            .map(pod -> new PodPort(namespace, pod.name(), SECURE_PORT))
            .toList();
    return new Istiod(namespace, ports, roots(cluster, account, namespace));
  }

  private static List<KubeObject> pods(Cluster cluster, ServiceAccount account)
      throws InterruptedException {
    MooringException refused = null;
    try {
      List<KubeObject> usual = cluster.list(Kind.POD, USUAL_NAMESPACE, LABEL);
      if (!usual.isEmpty()) {
        return usual;
      }
    } catch (MooringException e) {
      refused = e;
    }
    List<KubeObject> anywhere;
    try {
      anywhere = cluster.list(Kind.POD, null, LABEL);
    } catch (MooringException e) {
      throw refused == null ? e : refused;
    }
    if (anywhere.isEmpty()) {
      throw new Problem(
              "No certificate for " + account,
              "the cluster of context " + cluster.context().name() + " has no Istio",
              "Install Istio, or choose a context whose cluster has it")
          .raise();
    }
    return anywhere;
  }

  private static List<KubeObject> ready(List<KubeObject> pods) {
    return pods.stream().filter(pod -> pod.ready() && !pod.deleting()).toList();
  }

  /// Istiod writes the same ConfigMap into every namespace; which of them the user may read
  // differs.
  private static List<X509Certificate> roots(
      Cluster cluster, ServiceAccount account, String istioNamespace) throws InterruptedException {
    Set<String> namespaces = new LinkedHashSet<>();
    namespaces.add(account.namespace());
    namespaces.add(cluster.context().namespace());
    namespaces.add(istioNamespace);
    namespaces.add("default");
    namespaces.remove("");
    MooringException refused = null;
    List<String> looked = new ArrayList<>();
    for (String namespace : namespaces) {
      try {
        String pem =
            cluster
                .get(Kind.CONFIG_MAP, namespace, ROOT_MAP)
                .map(map -> map.at("data", ROOT_KEY).textOrEmpty())
                .orElse("");
        if (!pem.isEmpty()) {
          return parsed(pem, namespace, account);
        }
        looked.add(namespace);
      } catch (MooringException e) {
        refused = e;
      }
    }
    throw noRoot(account, looked, refused);
  }

  private static List<X509Certificate> parsed(
      String pem, String namespace, ServiceAccount account) {
    try {
      List<X509Certificate> roots = Certificates.parse(pem);
      if (!roots.isEmpty()) {
        return roots;
      }
      throw new CertificateException("no certificate in it");
    } catch (CertificateException e) {
      throw new Problem(
              "No certificate for " + account,
              "ConfigMap " + namespace + "/" + ROOT_MAP + " holds no readable root certificate",
              "Delete it; istiod writes it again",
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  private static MooringException noRoot(
      ServiceAccount account, List<String> looked, @Nullable MooringException refused) {
    if (looked.isEmpty() && refused != null) {
      return refused;
    }
    return new Problem(
            "No certificate for " + account,
            "the mesh's root is not published: no ConfigMap " + ROOT_MAP + " in " + looked,
            "Ask for the right to get that ConfigMap in namespace " + account.namespace())
        .raise();
  }
}
