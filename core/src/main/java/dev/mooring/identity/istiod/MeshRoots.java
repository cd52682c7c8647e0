package dev.mooring.identity.istiod;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The mesh's roots as the API server has them.
///
/// Istiod writes the same ConfigMap into every namespace, and whoever may write to a namespace can
/// change it there. So it is read where the account lives, at istiod's usual place, or in the
/// user's own namespace, and never where something that calls itself istiod was found.
final class MeshRoots {
  private static final String MAP = "istio-ca-root-cert";
  private static final String KEY = "root-cert.pem";

  private MeshRoots() {}

  /// @throws MooringException when there is no such ConfigMap, or none that the user can read
  static List<X509Certificate> read(Cluster cluster, ServiceAccount account)
      throws InterruptedException {
    Set<String> namespaces = new LinkedHashSet<>();
    namespaces.add(account.namespace());
    namespaces.add(ControlPlane.USUAL_NAMESPACE);
    namespaces.add(cluster.context().namespace());
    namespaces.remove("");
    MooringException refused = null;
    List<String> looked = new ArrayList<>();
    for (String namespace : namespaces) {
      try {
        String pem =
            cluster
                .get(Kind.CONFIG_MAP, namespace, MAP)
                .map(map -> map.at("data", KEY).textOrEmpty())
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
              Code.MESH_ROOT_MISSING,
              Messages.of("no-certificate-for", account),
              Messages.of("configmap-holds-no-readable-root-certificate", namespace, MAP),
              new Remedy.Advice(Messages.of("delete-it-istiod-writes-it-again")),
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
            Code.MESH_ROOT_MISSING,
            Messages.of("no-certificate-for", account),
            Messages.of("the-meshs-root-is-not-published", MAP, looked),
            new Remedy.Advice(Messages.of("ask-for-the-right-to-get", account.namespace())))
        .raise();
  }
}
