package dev.mooring.practice;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Access;
import dev.mooring.practice.api.ApiServer;
import dev.mooring.practice.api.Objects;
import dev.mooring.practice.api.PodDoor;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import dev.mooring.practice.api.Tokens;
import dev.mooring.practice.http.Exchange;
import dev.mooring.practice.http.Gate;
import dev.mooring.practice.http.HttpServer;
import dev.mooring.practice.http.ServerTls;
import dev.mooring.practice.mesh.Mesh;
import dev.mooring.practice.mesh.MeshAuthority;
import dev.mooring.practice.node.Controllers;
import dev.mooring.practice.node.Injector;
import dev.mooring.practice.node.Kubelets;
import dev.mooring.practice.node.Nodes;
import dev.mooring.practice.node.PodNetwork;
import dev.mooring.practice.pki.Authority;
import dev.mooring.practice.pki.Credential;
import dev.mooring.practice.registry.NodePulls;
import dev.mooring.practice.registry.PodWorkloads;
import dev.mooring.practice.tunnel.PortForwarding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.asn1.x509.GeneralName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of one practice cluster, put together and taken apart.
final class World implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(World.class);
  private static final String VERSION = "v1.35.4";

  private final Path directory;
  private final Store store = new Store();
  private final Gate gate = new Gate();
  private final AtomicBoolean nonsense = new AtomicBoolean();
  private final Gate collections = new Gate();
  private final Tokens tokens = new Tokens();
  private final Access access = new Access(tokens);
  private final PodNetwork network = new PodNetwork();
  private final PortForwarding forwarding = new PortForwarding(network, gate);
  private final Authority api = new Authority("CN=practice-ca");
  private final Authority mesh = new Authority("O=cluster.local");
  private final Mesh envoys;
  private final Objects objects;
  private final MeshAuthority authority;
  private final PodWorkloads workloads;
  private final Seeds seeds;
  private final Nodes nodes;
  private final Kubelets kubelets;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("practice-", 0).factory());
  private final ApiServer apiServer;
  private final HttpServer server;
  private boolean closed;

  private World(int nodeCount, boolean istio) throws IOException {
    directory = Files.createTempDirectory("mooring-practice-");
    Path volumes = Files.createDirectory(directory.resolve("volumes"));
    Injector injector = new Injector(store);
    injector.present(istio);
    objects = new Objects(store, injector::mutate);
    authority = new MeshAuthority(mesh, tokens);
    envoys = new Mesh(store, network, mesh);
    workloads =
        new PodWorkloads(
            store,
            network,
            envoys,
            volumes,
            nonsense,
            collections,
            authority.port(),
            forwarding::podGone);
    nodes = new Nodes(store, network);
    kubelets = new Kubelets(objects, nodes, new NodePulls(nodes), workloads, Seeds.IMAGES);
    Credential own =
        api.server(
            "kube-apiserver",
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.dNSName, "localhost"));
    ServerTls tls = new ServerTls(own.tls(List.of(api.root())), ServerTls.Client.NOT_ASKED);
    apiServer =
        new ApiServer(objects, new Resources(istio), access, tokens, gate, new Door(), VERSION);
    server = new HttpServer("api", tls, gate, apiServer);
    Map<String, Map<String, Object>> everywhere = new LinkedHashMap<>();
    everywhere.put("kube-root-ca.crt", Map.of("ca.crt", Authority.pem(api.root())));
    if (istio) {
      everywhere.put("istio-ca-root-cert", Map.of("root-cert.pem", Authority.pem(mesh.root())));
    }
    seeds = new Seeds(objects);
    seeds.plant(nodeCount, istio, mesh.root());
    Controllers controllers = new Controllers(objects, everywhere);
    controllers.round();
    threads.execute(() -> store.follow(controllers::round));
    threads.execute(() -> store.follow(kubelets::round));
    threads.execute(() -> store.follow(workloads::refresh));
  }

  static World start(int nodeCount, boolean istio) {
    try {
      World world = new World(nodeCount, istio);
      world.awaitSystem(istio);
      return world;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Users expect a cluster whose own parts are up.
  private void awaitSystem(boolean istio) {
    long until = System.nanoTime() + 5_000_000_000L;
    try {
      while (istio && System.nanoTime() < until) {
        long seen = store.version();
        boolean up =
            store.list(Resources.POD, "istio-system").stream()
                .anyMatch(each -> each.at("status", "phase").textOrEmpty().equals("Running"));
        if (up) {
          return;
        }
        store.after(seen, 100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int port() {
    return server.port();
  }

  List<String> watches() {
    return apiServer.watches();
  }

  Store store() {
    return store;
  }

  Seeds seeds() {
    return seeds;
  }

  Objects objects() {
    return objects;
  }

  Access access() {
    return access;
  }

  Nodes nodes() {
    return nodes;
  }

  Gate gate() {
    return gate;
  }

  Gate collections() {
    return collections;
  }

  AtomicBoolean nonsense() {
    return nonsense;
  }

  X509Certificate apiRoot() {
    return api.root();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    gate.open();
    store.close();
    server.close();
    threads.shutdownNow();
    threads.close();
    kubelets.close();
    workloads.close();
    authority.close();
    try {
      PodWorkloads.delete(directory);
    } catch (IOException e) {
      LOG.warn("Cannot remove {}", directory, e);
    }
  }

  private final class Door implements PodDoor {
    @Override
    public void portForward(Exchange exchange, Document pod)
        throws IOException, InterruptedException {
      forwarding.serve(exchange, pod);
    }

    @Override
    public String log(Document pod, String container) {
      return switch (container) {
        case "hello" -> "hello listens on port 8080\n";
        case "registry" -> workloads.log(pod);
        case "istio-proxy" -> envoys.log(pod);
        default -> "";
      };
    }
  }
}
