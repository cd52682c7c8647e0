package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.ClusterForwards;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Archives;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.remote.DockerConfig;
import dev.mooring.registry.remote.PullLogin;
import dev.mooring.registry.remote.RemoteImage;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.stack.render.Ownership;
import dev.mooring.tunnel.Lab;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A registry on each node's loopback asks kubelets to log in.
@Tag("cluster")
@Tag("apart")
@Tag("anywhere")
@Timeout(120)
final class PullSecretClusterTest {
  private static final int PORT = 5777;

  /// One of the published vectors of bcrypt: there is nothing here to make one.
  private static final String HASH = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

  private static final String PASSWORD = "U*U";

  @TempDir private Path folder;

  @Test
  void aServiceAccountPullsWhileItHasTheSecretAndNotAfterwards() throws Exception {
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        Lab lab = Lab.create(cluster, "t-login");
        ApiTunnels tunnels = new ApiTunnels(cluster);
        ClusterForwards forwards = new ClusterForwards(cluster, tunnels)) {
      lab.apply(registries());
      lab.apply("{apiVersion: v1, kind: ServiceAccount, metadata: {name: puller}}");
      for (String pod : lab.readyPods("closed", nodes(cluster))) {
        fill(forwards, lab.namespace(), pod);
      }
      Duration patience = Duration.ofSeconds(1);
      PullSecrets secrets = new PullSecrets(cluster, lab.namespace(), patience);
      PullProof proof = new PullProof(cluster, lab.namespace(), patience);
      String host = "localhost:" + PORT;
      String image = host + "/ana/app:1";

      refused(() -> proof.prove(image, "none", "puller"));
      String secret = secrets.make(PullLogin.of(login(host, PASSWORD), host));
      secrets.tie(secret, "puller");
      for (String stranger : List.of("default:default", "kube-system:default")) {
        Laptop.failing(
            "kubectl",
            "get",
            "secret",
            secret,
            "--namespace=" + lab.namespace(),
            "--as=system:serviceaccount:" + stranger);
      }
      assertTrue(secrets.prove(image, secret, "puller").toSeconds() < 30);

      assertEquals(List.of("puller"), secrets.remove(host));
      refused(() -> proof.prove(image, "none", "puller"));
      assertTrue(cluster.get(Kind.SECRET, lab.namespace(), secret).isEmpty());

      secrets.make(PullLogin.of(login(host, "not-" + PASSWORD), host));
      String why = refused(() -> proof.prove(image, secret, ""));
      assertTrue(!why.contains(PASSWORD), why);
      assertEquals(
          List.of(),
          cluster.list(Kind.POD, lab.namespace(), Ownership.MANAGED_BY + "=" + Ownership.MOORING));
    }
  }

  private interface Pull {
    Duration run() throws InterruptedException;
  }

  private static String refused(Pull pull) {
    String why = assertThrows(MooringException.class, pull::run).problem().why();
    assertTrue(why.contains("localhost:" + PORT), why);
    return why;
  }

  private static int nodes(Cluster cluster) throws InterruptedException {
    return cluster.list(Kind.NODE, null, "").size();
  }

  private DockerConfig login(String host, String password) throws Exception {
    String auth =
        Base64.getEncoder().encodeToString(("ana:" + password).getBytes(StandardCharsets.UTF_8));
    Path file = Files.createTempFile(folder, "config", ".json");
    Files.writeString(file, "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(host, auth));
    return new DockerConfig(file);
  }

  private void fill(ClusterForwards forwards, String namespace, String pod) throws Exception {
    Target target = new Target.Pod(namespace, pod, Integer.toString(PORT));
    int port = forwards.start(ForwardSpec.of(pod, target, 0)).listening().getFirst().getPort();
    RemoteImage image = RemoteImage.parse("localhost:" + port + "/ana/app:1");
    Archives.Layout layout = new Archives.Layout();
    Map<String, Object> app = layout.image("amd64", List.of(Archives.layer(1, 10_000)));
    try (RemoteRegistries.Remote remote =
        new RemoteRegistries(login(image.host(), PASSWORD), null).open(image)) {
      remote
          .registry()
          .push(
              layout.write(folder.resolve(pod + ".tar"), List.of(app)),
              ImageReference.parse("ana/app:1"),
              Progress.none());
    }
  }

  private static String registries() {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: closed}
        data: {htpasswd: 'ana:HASH'}
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: closed}
        spec:
          selector: {matchLabels: {app: closed}}
          template:
            metadata: {labels: {app: closed}}
            spec:
              hostNetwork: true
              terminationGracePeriodSeconds: 1
              tolerations: [{operator: Exists}]
              volumes: [{name: users, configMap: {name: closed}}]
              containers:
              - name: registry
                image: docker.io/library/registry:3.1.2
                imagePullPolicy: IfNotPresent
                env:
                - {name: OTEL_TRACES_EXPORTER, value: none}
                - {name: REGISTRY_HTTP_ADDR, value: '127.0.0.1:PORT'}
                - {name: REGISTRY_HTTP_DEBUG_ADDR, value: '127.0.0.1:PORT2'}
                - {name: REGISTRY_AUTH, value: htpasswd}
                - {name: REGISTRY_AUTH_HTPASSWD_REALM, value: closed}
                - {name: REGISTRY_AUTH_HTPASSWD_PATH, value: /users/htpasswd}
                volumeMounts: [{name: users, mountPath: /users}]
        """
        .replace("HASH", HASH)
        .replace("PORT2", Integer.toString(PORT + 1))
        .replace("PORT", Integer.toString(PORT));
  }
}
