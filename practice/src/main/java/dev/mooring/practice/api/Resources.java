package dev.mooring.practice.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything the practice cluster serves.
public final class Resources {
  public static final Resource NAMESPACE = core("Namespace", "namespaces", false, "ns");
  public static final Resource NODE = core("Node", "nodes", false, "no");
  public static final Resource POD = core("Pod", "pods", true, "po");
  public static final Resource SERVICE = core("Service", "services", true, "svc");
  public static final Resource ENDPOINTS = core("Endpoints", "endpoints", true, "ep");
  public static final Resource SERVICE_ACCOUNT =
      core("ServiceAccount", "serviceaccounts", true, "sa");
  public static final Resource CONFIG_MAP = core("ConfigMap", "configmaps", true, "cm");
  public static final Resource CLAIM =
      core("PersistentVolumeClaim", "persistentvolumeclaims", true, "pvc");
  public static final Resource VOLUME = core("PersistentVolume", "persistentvolumes", false, "pv");
  public static final Resource EVENT = core("Event", "events", true, "ev");
  public static final Resource DEPLOYMENT = apps("Deployment", "deployments", "deploy");
  public static final Resource DAEMON_SET = apps("DaemonSet", "daemonsets", "ds");
  public static final Resource REPLICA_SET = apps("ReplicaSet", "replicasets", "rs");
  public static final Resource STATEFUL_SET = apps("StatefulSet", "statefulsets", "sts");
  public static final Resource STORAGE_CLASS =
      new Resource("storage.k8s.io", "v1", "StorageClass", "storageclasses", false, List.of("sc"));
  public static final Resource WEBHOOK =
      new Resource(
          "admissionregistration.k8s.io",
          "v1",
          "MutatingWebhookConfiguration",
          "mutatingwebhookconfigurations",
          false,
          List.of());
  public static final Resource CRD =
      new Resource(
          "apiextensions.k8s.io",
          "v1",
          "CustomResourceDefinition",
          "customresourcedefinitions",
          false,
          List.of("crd"));
  public static final Resource SIDECAR = istio("networking", "Sidecar", "sidecars");
  public static final Resource DESTINATION_RULE =
      istio("networking", "DestinationRule", "destinationrules");
  public static final Resource SERVICE_ENTRY =
      istio("networking", "ServiceEntry", "serviceentries");
  public static final Resource ENVOY_FILTER =
      new Resource(
          "networking.istio.io", "v1alpha3", "EnvoyFilter", "envoyfilters", true, List.of());
  public static final Resource PEER_AUTHENTICATION =
      istio("security", "PeerAuthentication", "peerauthentications");
  public static final Resource AUTHORIZATION_POLICY =
      istio("security", "AuthorizationPolicy", "authorizationpolicies");

  private final List<Resource> all = new ArrayList<>();

  public Resources(boolean istio) {
    all.addAll(
        List.of(
            NAMESPACE,
            NODE,
            POD,
            SERVICE,
            ENDPOINTS,
            SERVICE_ACCOUNT,
            CONFIG_MAP,
            core("Secret", "secrets", true),
            CLAIM,
            VOLUME,
            EVENT,
            DEPLOYMENT,
            DAEMON_SET,
            REPLICA_SET,
            STATEFUL_SET,
            new Resource("batch", "v1", "Job", "jobs", true, List.of()),
            rbac("Role", "roles", true),
            rbac("RoleBinding", "rolebindings", true),
            rbac("ClusterRole", "clusterroles", false),
            rbac("ClusterRoleBinding", "clusterrolebindings", false),
            new Resource(
                "networking.k8s.io",
                "v1",
                "NetworkPolicy",
                "networkpolicies",
                true,
                List.of("netpol")),
            new Resource(
                "policy",
                "v1",
                "PodDisruptionBudget",
                "poddisruptionbudgets",
                true,
                List.of("pdb")),
            STORAGE_CLASS,
            WEBHOOK,
            CRD));
    if (istio) {
      all.addAll(
          List.of(
              SIDECAR,
              istio("networking", "Gateway", "gateways"),
              istio("networking", "VirtualService", "virtualservices"),
              DESTINATION_RULE,
              SERVICE_ENTRY,
              ENVOY_FILTER,
              PEER_AUTHENTICATION,
              AUTHORIZATION_POLICY,
              istio("security", "RequestAuthentication", "requestauthentications")));
    }
  }

  public List<Resource> all() {
    return all;
  }

  Optional<Resource> find(String group, String version, String plural) {
    return all.stream()
        .filter(
            each ->
                each.group().equals(group)
                    && each.version().equals(version)
                    && each.plural().equals(plural))
        .findFirst();
  }

  /// All groups but the core one.
  Set<String> groups() {
    Set<String> groups = new LinkedHashSet<>();
    all.stream().map(Resource::group).filter(each -> !each.isEmpty()).forEach(groups::add);
    groups.add("authorization.k8s.io");
    return groups;
  }

  private static Resource core(
      String kind, String plural, boolean namespaced, String... shortNames) {
    return new Resource("", "v1", kind, plural, namespaced, List.of(shortNames));
  }

  private static Resource apps(String kind, String plural, String shortName) {
    return new Resource("apps", "v1", kind, plural, true, List.of(shortName));
  }

  private static Resource rbac(String kind, String plural, boolean namespaced) {
    return new Resource("rbac.authorization.k8s.io", "v1", kind, plural, namespaced, List.of());
  }

  private static Resource istio(String group, String kind, String plural) {
    return new Resource(group + ".istio.io", "v1", kind, plural, true, List.of());
  }
}
