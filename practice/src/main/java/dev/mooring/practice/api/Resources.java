package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything the practice cluster serves.
public final class Resources {
  /// One a line: apiVersion, kind, plural, whether it lives in a namespace, short names.
  private static final List<Resource> KNOWN =
      """
      v1 Namespace namespaces no ns
      v1 Node nodes no no
      v1 Pod pods yes po
      v1 Service services yes svc
      v1 Endpoints endpoints yes ep
      v1 ServiceAccount serviceaccounts yes sa
      v1 ConfigMap configmaps yes cm
      v1 Secret secrets yes
      v1 PersistentVolumeClaim persistentvolumeclaims yes pvc
      v1 PersistentVolume persistentvolumes no pv
      v1 Event events yes ev
      apps/v1 Deployment deployments yes deploy
      apps/v1 DaemonSet daemonsets yes ds
      apps/v1 ReplicaSet replicasets yes rs
      apps/v1 StatefulSet statefulsets yes sts
      batch/v1 Job jobs yes
      batch/v1 CronJob cronjobs yes cj
      rbac.authorization.k8s.io/v1 Role roles yes
      rbac.authorization.k8s.io/v1 RoleBinding rolebindings yes
      rbac.authorization.k8s.io/v1 ClusterRole clusterroles no
      rbac.authorization.k8s.io/v1 ClusterRoleBinding clusterrolebindings no
      networking.k8s.io/v1 NetworkPolicy networkpolicies yes netpol
      policy/v1 PodDisruptionBudget poddisruptionbudgets yes pdb
      storage.k8s.io/v1 StorageClass storageclasses no sc
      admissionregistration.k8s.io/v1 MutatingWebhookConfiguration mutatingwebhookconfigurations no
      apiextensions.k8s.io/v1 CustomResourceDefinition customresourcedefinitions no crd
      networking.istio.io/v1 Sidecar sidecars yes
      networking.istio.io/v1 Gateway gateways yes
      networking.istio.io/v1 VirtualService virtualservices yes
      networking.istio.io/v1 DestinationRule destinationrules yes
      networking.istio.io/v1 ServiceEntry serviceentries yes
      networking.istio.io/v1alpha3 EnvoyFilter envoyfilters yes
      security.istio.io/v1 PeerAuthentication peerauthentications yes
      security.istio.io/v1 AuthorizationPolicy authorizationpolicies yes
      security.istio.io/v1 RequestAuthentication requestauthentications yes
      """
          .lines()
          .map(Resource::parse)
          .toList();

  public static final Resource NAMESPACE = kind("Namespace");
  public static final Resource NODE = kind("Node");
  public static final Resource POD = kind("Pod");
  public static final Resource SERVICE = kind("Service");
  public static final Resource ENDPOINTS = kind("Endpoints");
  public static final Resource SERVICE_ACCOUNT = kind("ServiceAccount");
  public static final Resource CONFIG_MAP = kind("ConfigMap");
  public static final Resource CLAIM = kind("PersistentVolumeClaim");
  public static final Resource VOLUME = kind("PersistentVolume");
  public static final Resource EVENT = kind("Event");
  public static final Resource DEPLOYMENT = kind("Deployment");
  public static final Resource DAEMON_SET = kind("DaemonSet");
  public static final Resource REPLICA_SET = kind("ReplicaSet");
  public static final Resource STATEFUL_SET = kind("StatefulSet");
  public static final Resource STORAGE_CLASS = kind("StorageClass");
  public static final Resource SIDECAR = kind("Sidecar");
  public static final Resource DESTINATION_RULE = kind("DestinationRule");
  public static final Resource SERVICE_ENTRY = kind("ServiceEntry");
  public static final Resource ENVOY_FILTER = kind("EnvoyFilter");
  public static final Resource PEER_AUTHENTICATION = kind("PeerAuthentication");
  public static final Resource AUTHORIZATION_POLICY = kind("AuthorizationPolicy");

  private final List<Resource> all;

  public Resources(boolean istio) {
    all = KNOWN.stream().filter(each -> istio || !each.custom()).toList();
  }

  private static Resource kind(String kind) {
    return KNOWN.stream().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow();
  }

  public List<Resource> all() {
    return all;
  }

  /// The kind of an object that says its own.
  public static Resource of(Document object) {
    return kind(object.at("kind").textOrEmpty());
  }

  Optional<Resource> find(String group, String version, String plural) {
    return all.stream()
        .filter(each -> each.group().equals(group) && each.version().equals(version))
        .filter(each -> each.plural().equals(plural))
        .findFirst();
  }

  /// All groups but the core one.
  Set<String> groups() {
    Set<String> groups = new LinkedHashSet<>();
    all.stream().map(Resource::group).filter(each -> !each.isEmpty()).forEach(groups::add);
    groups.add("authorization.k8s.io");
    return groups;
  }
}
