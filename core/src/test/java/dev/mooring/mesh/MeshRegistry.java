package dev.mooring.mesh;

import static org.awaitility.Awaitility.await;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.Identities;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.tunnel.Tunnels;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/// A registry behind its sidecar in a namespace of its own, on the cluster of the kubeconfig.
final class MeshRegistry implements AutoCloseable {
  final String namespace =
      "t-mesh-"
          + Integer.toHexString(ThreadLocalRandom.current().nextInt()).toLowerCase(Locale.ROOT);
  final Cluster cluster = new FabricKubeconfig().connect(null);
  final Tunnels tunnels = new ApiTunnels(cluster);
  final Identities identities = new IstiodIdentities(cluster, tunnels);

  static MeshRegistry install() throws InterruptedException, IOException {
    MeshRegistry registry = new MeshRegistry();
    try (InputStream yaml =
        Objects.requireNonNull(MeshRegistry.class.getResourceAsStream("registry.yaml"))) {
      String text =
          new String(yaml.readAllBytes(), StandardCharsets.UTF_8)
              .replace("NAMESPACE", registry.namespace);
      for (Document each : Documents.yaml(text, "registry.yaml")) {
        registry.cluster.apply(new KubeObject(each));
      }
      registry.awaitReady();
      return registry;
    } catch (RuntimeException | InterruptedException | IOException e) {
      registry.close();
      throw e;
    }
  }

  ServiceAccount account(String name) {
    return new ServiceAccount(namespace, name);
  }

  RegistryLocation as(String account) {
    return new RegistryLocation(namespace, "kube-registry", 5000, account(account));
  }

  RegistryForward forward(String account) {
    return new RegistryForward(cluster, tunnels, identities, as(account));
  }

  List<KubeObject> pods() throws InterruptedException {
    return cluster.list(Kind.POD, namespace, "app=kube-registry").stream()
        .filter(pod -> !pod.deleting())
        .toList();
  }

  private void awaitReady() {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                pods().stream()
                    .anyMatch(
                        pod ->
                            pod.at("status", "conditions").stream()
                                .anyMatch(
                                    c ->
                                        c.at("type").textOrEmpty().equals("Ready")
                                            && c.at("status").textOrEmpty().equals("True"))));
  }

  @Override
  public void close() throws InterruptedException {
    try {
      cluster.delete(Kind.NAMESPACE, null, namespace, Duration.ofMinutes(3));
    } finally {
      identities.close();
      tunnels.close();
      cluster.close();
    }
  }
}
