package dev.mooring.tunnel;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/// A namespace of a test's own on the cluster of the current kubeconfig, deleted at the end.
public final class Lab implements AutoCloseable {

  private final Cluster cluster;
  private final String namespace;

  private Lab(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  public static Lab create(Cluster cluster, String prefix) throws InterruptedException {
    String name = prefix + "-" + Long.toString(System.nanoTime() & 0xffffff, 36);
    Lab lab = new Lab(cluster, name);
    lab.apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}");
    return lab;
  }

  public String namespace() {
    return namespace;
  }

  public void apply(String yaml) throws InterruptedException {
    for (Document each : Documents.yaml(yaml, "the test's manifest")) {
      boolean inside = !each.at("kind").textOrEmpty().equals("Namespace");
      cluster.apply(new KubeObject(inside ? each.with(namespace, "metadata", "namespace") : each));
    }
  }

  /// A plain registry: a Deployment and a Service of this name.
  public void registry(String name, int replicas) throws InterruptedException {
    apply(registryManifest(name, replicas));
  }

  /// One whose content outlives its pod, on a volume of the default storage class.
  public void keptRegistry(String name) throws InterruptedException {
    apply(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: NAME}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """
            .replace("NAME", name));
    apply(
        registryManifest(name, 1)
            .replace("  replicas: 1", "  strategy: {type: Recreate}")
            .replace(
                "      containers:",
                "      volumes: [{name: data, persistentVolumeClaim: {claimName: "
                    + name
                    + "}}]\n"
                    + "      containers:")
            .replace(
                "        ports:",
                "        volumeMounts: [{name: data, mountPath: /var/lib/registry}]\n"
                    + "        ports:"));
  }

  /// A plain registry with a name of its own for each pod: a StatefulSet and a headless Service.
  public void namedRegistry(String name) throws InterruptedException {
    apply(
        registryManifest(name, 1)
            .replace("kind: Deployment", "kind: StatefulSet")
            .replace("  replicas: 1", "  serviceName: " + name)
            .replace("  selector: {app: ", "  clusterIP: None\n  selector: {app: "));
  }

  private static String registryManifest(String name, int replicas) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: NAME}
        spec:
          replicas: REPLICAS
          selector: {matchLabels: {app: NAME}}
          template:
            metadata: {labels: {app: NAME}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: registry
                image: docker.io/library/registry:3.1.2
                imagePullPolicy: IfNotPresent
                env: [{name: OTEL_TRACES_EXPORTER, value: none}]
                ports: [{name: http, containerPort: 5000}]
                readinessProbe: {tcpSocket: {port: 5000}, periodSeconds: 1}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: NAME}
        spec:
          selector: {app: NAME}
          ports: [{name: web, port: 80, targetPort: http}]
        """
        .replace("NAME", name)
        .replace("REPLICAS", Integer.toString(replicas));
  }

  /// Waits until exactly so many pods of the app are ready, and names them.
  public List<String> readyPods(String app, int count) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> ready(app), ready -> ready.size() == count);
  }

  private List<String> ready(String app) throws InterruptedException {
    return cluster.list(Kind.POD, namespace, "app=" + app).stream()
        .filter(pod -> !pod.deleting() && pod.ready())
        .map(KubeObject::name)
        .toList();
  }

  public void deletePod(String name) throws InterruptedException {
    cluster.delete(Kind.POD, namespace, name, Duration.ofSeconds(30));
  }

  @Override
  public void close() throws InterruptedException {
    cluster.delete(Kind.NAMESPACE, null, namespace, Duration.ofSeconds(60));
  }
}
