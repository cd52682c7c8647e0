package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.istiod.ControlPlane;
import dev.mooring.problem.MooringException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a mesh was set up, from the ConfigMaps that istiod itself reads. What cannot be read or says
/// nothing is empty.
///
/// @param trustDomain of the mesh's identities
/// @param rootNamespace where policies hold for the whole mesh
/// @param clusterDomain what names of services end with
/// @param proxyImage what its injector puts into pods
record MeshSettings(
    String trustDomain, String rootNamespace, String clusterDomain, String proxyImage) {
  /// CoreDNS's plugin line: `kubernetes cluster.local in-addr.arpa ip6.arpa {`.
  private static final Pattern DNS =
      Pattern.compile("(?m)^\\s*kubernetes\\s+([a-z0-9][-a-z0-9.]{0,199}[a-z0-9])\\b");

  static MeshSettings read(Cluster cluster, ControlPlane plane) throws InterruptedException {
    String place = plane.namespace();
    Document mesh = yaml(text(cluster, place, "istio" + plane.suffix(), "mesh"));
    Document values =
        yaml(text(cluster, place, "istio-sidecar-injector" + plane.suffix(), "values"));
    String domain = values.at("global", "proxy", "clusterDomain").textOrEmpty();
    return new MeshSettings(
        mesh.at("trustDomain").textOrEmpty(),
        mesh.at("rootNamespace").textOrEmpty(),
        domain.isEmpty() ? dns(cluster) : domain,
        image(values.at("global")));
  }

  /// As Istio's injection template puts the name together.
  private static String image(Document global) {
    String name = global.at("proxy", "image").textOrEmpty();
    if (name.isEmpty() || name.contains("/")) {
      return name;
    }
    String variant = global.at("variant").textOrEmpty();
    return global.at("hub").textOrEmpty()
        + "/"
        + name
        + ":"
        + global.at("tag").textOrEmpty()
        + (variant.isEmpty() ? "" : "-" + variant);
  }

  private static String dns(Cluster cluster) throws InterruptedException {
    Matcher line = DNS.matcher(text(cluster, "kube-system", "coredns", "Corefile"));
    return line.find() ? line.group(1) : "";
  }

  private static String text(Cluster cluster, String namespace, String name, String key)
      throws InterruptedException {
    try {
      return cluster
          .get(Kind.CONFIG_MAP, namespace, name)
          .map(each -> each.at("data", key).textOrEmpty())
          .orElse("");
    } catch (MooringException e) {
      return "";
    }
  }

  private static Document yaml(String text) {
    try {
      return Documents.yaml(text, Messages.of("istios-settings")).stream()
          .findFirst()
          .orElse(Document.nothing());
    } catch (MooringException e) {
      return Document.nothing();
    }
  }
}
