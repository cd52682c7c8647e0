package dev.mooring.cluster;

import java.util.List;
import java.util.Locale;

/// A kind of Kubernetes object and where the API serves it.
///
/// @param group API group, empty for the core group
/// @param version of the group: "v1"
/// @param kind as in the field `kind`: "Deployment"
/// @param plural resource name in paths and RBAC rules: "deployments"
public record Kind(String group, String version, String kind, String plural, boolean namespaced) {
  public static final Kind NAMESPACE = core("Namespace", "namespaces", false);
  public static final Kind NODE = core("Node", "nodes", false);
  public static final Kind POD = core("Pod", "pods", true);
  public static final Kind SERVICE = core("Service", "services", true);
  public static final Kind SERVICE_ACCOUNT = core("ServiceAccount", "serviceaccounts", true);
  public static final Kind CONFIG_MAP = core("ConfigMap", "configmaps", true);
  public static final Kind SECRET = core("Secret", "secrets", true);
  public static final Kind VOLUME_CLAIM =
      core("PersistentVolumeClaim", "persistentvolumeclaims", true);
  public static final Kind EVENT = core("Event", "events", true);
  public static final Kind DEPLOYMENT = apps("Deployment", "deployments");
  public static final Kind DAEMON_SET = apps("DaemonSet", "daemonsets");
  public static final Kind STATEFUL_SET = apps("StatefulSet", "statefulsets");
  public static final Kind REPLICA_SET = apps("ReplicaSet", "replicasets");
  public static final Kind CONTROLLER_REVISION = apps("ControllerRevision", "controllerrevisions");
  public static final Kind CRON_JOB = new Kind("batch", "v1", "CronJob", "cronjobs", true);
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
  public static final Kind SERVICE_ENTRY = istio("networking", "ServiceEntry", "serviceentries");
  public static final Kind ENVOY_FILTER =
      new Kind("networking.istio.io", "v1alpha3", "EnvoyFilter", "envoyfilters", true);
  public static final Kind PEER_AUTHENTICATION =
      istio("security", "PeerAuthentication", "peerauthentications");
  public static final Kind AUTHORIZATION_POLICY =
      istio("security", "AuthorizationPolicy", "authorizationpolicies");

  public static final Kind INGRESS =
      new Kind("networking.k8s.io", "v1", "Ingress", "ingresses", true);
  public static final Kind INGRESS_CLASS =
      new Kind("networking.k8s.io", "v1", "IngressClass", "ingressclasses", false);

  /// Of the Gateway API; [#GATEWAY] is Istio's own.
  public static final Kind API_GATEWAY = gatewayApi("Gateway", "gateways", true);

  public static final Kind GATEWAY_CLASS = gatewayApi("GatewayClass", "gatewayclasses", false);
  public static final Kind HTTP_ROUTE = gatewayApi("HTTPRoute", "httproutes", true);
  public static final Kind BACKEND_TLS_POLICY =
      gatewayApi("BackendTLSPolicy", "backendtlspolicies", true);

  private static final List<Kind> KNOWN =
      List.of(
          NAMESPACE,
          NODE,
          POD,
          SERVICE,
          SERVICE_ACCOUNT,
          CONFIG_MAP,
          SECRET,
          VOLUME_CLAIM,
          EVENT,
          DEPLOYMENT,
          DAEMON_SET,
          STATEFUL_SET,
          REPLICA_SET,
          CONTROLLER_REVISION,
          ROLE,
          ROLE_BINDING,
          CLUSTER_ROLE,
          CLUSTER_ROLE_BINDING,
          NETWORK_POLICY,
          STORAGE_CLASS,
          WEBHOOK,
          CUSTOM_RESOURCE_DEFINITION,
          SIDECAR,
          GATEWAY,
          VIRTUAL_SERVICE,
          DESTINATION_RULE,
          SERVICE_ENTRY,
          ENVOY_FILTER,
          PEER_AUTHENTICATION,
          AUTHORIZATION_POLICY,
          INGRESS,
          INGRESS_CLASS,
          API_GATEWAY,
          GATEWAY_CLASS,
          HTTP_ROUTE,
          BACKEND_TLS_POLICY);

  /// The `apiVersion` field of such objects.
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /// The kind of an object by what it says of itself. Kinds that have no constant here are taken to
  /// be served under the usual plural of their name, and to be namespaced where the object is.
  public static Kind of(KubeObject object) {
    String apiVersion = object.apiVersion();
    String name = object.kind();
    for (Kind known : KNOWN) {
      if (known.kind.equals(name) && known.apiVersion().equals(apiVersion)) {
        return known;
      }
    }
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return new Kind(
        group,
        apiVersion.substring(slash + 1),
        name,
        plural(name.toLowerCase(Locale.ROOT)),
        !object.namespace().isEmpty());
  }

  private static String plural(String name) {
    if (name.endsWith("s") || name.endsWith("x") || name.endsWith("ch") || name.endsWith("sh")) {
      return name.endsWith("endpoints") ? name : name + "es";
    }
    boolean vowelBefore = name.length() > 1 && "aeiou".indexOf(name.charAt(name.length() - 2)) >= 0;
    return name.endsWith("y") && !vowelBefore
        ? name.substring(0, name.length() - 1) + "ies"
        : name + "s";
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

  private static Kind gatewayApi(String kind, String plural, boolean namespaced) {
    return new Kind("gateway.networking.k8s.io", "v1", kind, plural, namespaced);
  }

  private static Kind istio(String group, String kind, String plural) {
    return new Kind(group + ".istio.io", "v1", kind, plural, true);
  }
}
