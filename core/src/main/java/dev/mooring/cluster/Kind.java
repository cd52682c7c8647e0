package dev.mooring.cluster;

/// A kind of Kubernetes object and where the API serves it.
///
/// @param group API group, empty for the core group
/// @param plural resource name in paths and RBAC rules: "deployments"
public record Kind(String group, String version, String kind, String plural, boolean namespaced) {
  public static final Kind NAMESPACE = core("Namespace", "namespaces", false);
  public static final Kind NODE = core("Node", "nodes", false);
  public static final Kind POD = core("Pod", "pods", true);
  public static final Kind SERVICE = core("Service", "services", true);
  public static final Kind SERVICE_ACCOUNT = core("ServiceAccount", "serviceaccounts", true);
  public static final Kind CONFIG_MAP = core("ConfigMap", "configmaps", true);
  public static final Kind VOLUME_CLAIM =
      core("PersistentVolumeClaim", "persistentvolumeclaims", true);
  public static final Kind EVENT = core("Event", "events", true);
  public static final Kind DEPLOYMENT = apps("Deployment", "deployments");
  public static final Kind DAEMON_SET = apps("DaemonSet", "daemonsets");
  public static final Kind STATEFUL_SET = apps("StatefulSet", "statefulsets");
  public static final Kind REPLICA_SET = apps("ReplicaSet", "replicasets");
  public static final Kind ROLE = rbac("Role", "roles", true);
  public static final Kind ROLE_BINDING = rbac("RoleBinding", "rolebindings", true);
  public static final Kind CLUSTER_ROLE = rbac("ClusterRole", "clusterroles", false);
  public static final Kind CLUSTER_ROLE_BINDING =
      rbac("ClusterRoleBinding", "clusterrolebindings", false);
  public static final Kind NETWORK_POLICY =
      new Kind("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true);
  public static final Kind STORAGE_CLASS =
      new Kind("storage.k8s.io", "v1", "StorageClass", "storageclasses", false);
  public static final Kind WEBHOOK =
      new Kind(
          "admissionregistration.k8s.io",
          "v1",
          "MutatingWebhookConfiguration",
          "mutatingwebhookconfigurations",
          false);
  public static final Kind CUSTOM_RESOURCE_DEFINITION =
      new Kind(
          "apiextensions.k8s.io",
          "v1",
          "CustomResourceDefinition",
          "customresourcedefinitions",
          false);
  public static final Kind SIDECAR = istio("networking", "Sidecar", "sidecars");
  public static final Kind GATEWAY = istio("networking", "Gateway", "gateways");
  public static final Kind VIRTUAL_SERVICE =
      istio("networking", "VirtualService", "virtualservices");
  public static final Kind DESTINATION_RULE =
      istio("networking", "DestinationRule", "destinationrules");
  public static final Kind PEER_AUTHENTICATION =
      istio("security", "PeerAuthentication", "peerauthentications");
  public static final Kind AUTHORIZATION_POLICY =
      istio("security", "AuthorizationPolicy", "authorizationpolicies");

  /// The `apiVersion` field of such objects.
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  private static Kind core(String kind, String plural, boolean namespaced) {
    return new Kind("", "v1", kind, plural, namespaced);
  }

  private static Kind apps(String kind, String plural) {
    return new Kind("apps", "v1", kind, plural, true);
  }

  private static Kind rbac(String kind, String plural, boolean namespaced) {
    return new Kind("rbac.authorization.k8s.io", "v1", kind, plural, namespaced);
  }

  private static Kind istio(String group, String kind, String plural) {
    return new Kind(group + ".istio.io", "v1", kind, plural, true);
  }
}
