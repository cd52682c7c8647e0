package dev.mooring.stack;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.problem.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The rights that one job needs.
///
/// @param required whether installing is impossible without them
record RightsCheck(String id, String subject, List<AccessRequest> needed, boolean required) {
  private static final String SYSTEM = "istio-system";
  private static final int NAMED = 4;

  /// Where Istio writes the mesh's roots into every namespace.
  private static final String ROOTS = "istio-ca-root-cert";

  static List<RightsCheck> all(StackOptions options) {
    String registry = options.namespace();
    String nodes = options.nodeNamespace();
    List<AccessRequest> install = new ArrayList<>();
    install.add(AccessRequest.to("create", Kind.NAMESPACE, ""));
    for (Kind kind :
        List.of(Kind.SERVICE_ACCOUNT, Kind.NETWORK_POLICY, Kind.AUTHORIZATION_POLICY)) {
      install.add(AccessRequest.to("patch", kind, registry));
      install.add(AccessRequest.to("patch", kind, nodes));
    }
    for (Kind kind :
        List.of(
            Kind.ROLE,
            Kind.VOLUME_CLAIM,
            Kind.CONFIG_MAP,
            Kind.SERVICE,
            Kind.DEPLOYMENT,
            Kind.SIDECAR,
            Kind.PEER_AUTHENTICATION,
            Kind.DESTINATION_RULE)) {
      install.add(AccessRequest.to("patch", kind, registry));
    }
    for (Kind kind : List.of(Kind.DAEMON_SET, Kind.GATEWAY, Kind.VIRTUAL_SERVICE)) {
      install.add(AccessRequest.to("patch", kind, nodes));
    }
    return List.of(
        new RightsCheck("rights.install", "Right to install", install, true),
        new RightsCheck(
            "rights.connect",
            "Right to connect",
            List.of(
                new AccessRequest("get", "apps", "deployments", registry, Rendering.REGISTRY),
                AccessRequest.to("list", Kind.POD, registry),
                AccessRequest.to("watch", Kind.POD, registry),
                AccessRequest.to("create", Kind.POD, "portforward", registry),
                AccessRequest.to("list", Kind.POD, SYSTEM),
                AccessRequest.to("create", Kind.POD, "portforward", SYSTEM),
                new AccessRequest("get", "", "configmaps", registry, ROOTS)),
            false),
        new RightsCheck(
            "rights.push",
            "Right to push",
            List.of(
                new AccessRequest(
                    "create", "", "serviceaccounts/token", registry, options.account())),
            false),
        new RightsCheck(
            "rights.forward",
            "Right to forward",
            List.of(
                AccessRequest.to("list", Kind.POD, ""),
                AccessRequest.to("watch", Kind.POD, ""),
                AccessRequest.to("list", Kind.SERVICE, ""),
                AccessRequest.to("watch", Kind.SERVICE, ""),
                AccessRequest.to("create", Kind.POD, "portforward", "")),
            false),
        new RightsCheck(
            "rights.debug",
            "Right to debug",
            List.of(
                AccessRequest.to("get", Kind.POD, ""),
                AccessRequest.to("patch", Kind.POD, "ephemeralcontainers", ""),
                AccessRequest.to("create", Kind.POD, "portforward", "")),
            false));
  }

  Finding ask(Cluster cluster) throws InterruptedException {
    List<String> missing = new ArrayList<>();
    for (AccessRequest each : needed) {
      if (!cluster.allowed(each)) {
        missing.add(each.words() + (each.namespace().isEmpty() ? " in all namespaces" : ""));
      }
    }
    if (missing.isEmpty()) {
      return Doctor.ok(id, subject, "yes");
    }
    String sentence =
        "missing: "
            + missing.stream().limit(NAMED).collect(Collectors.joining(", "))
            + (missing.size() > NAMED ? " and " + (missing.size() - NAMED) + " more" : "");
    return required
        ? Doctor.warning(
            id, subject, sentence, "Ask an administrator to install, or for those rights")
        : Doctor.warning(id, subject, sentence, "Ask an administrator for those rights");
  }
}
