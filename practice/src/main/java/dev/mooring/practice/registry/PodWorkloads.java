package dev.mooring.practice.registry;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import dev.mooring.practice.http.Gate;
import dev.mooring.practice.http.Handler;
import dev.mooring.practice.http.HttpServer;
import dev.mooring.practice.http.ServerTls;
import dev.mooring.practice.mesh.Policies;
import dev.mooring.practice.mesh.SidecarHandler;
import dev.mooring.practice.mesh.Sidecars;
import dev.mooring.practice.node.PodNetwork;
import dev.mooring.practice.node.Workloads;
import dev.mooring.practice.pki.Authority;
import dev.mooring.practice.pki.Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plays the images it knows: the registry with its sidecar, istiod, and the hello service.
public final class PodWorkloads implements Workloads {
  private static final Logger LOG = LoggerFactory.getLogger(PodWorkloads.class);

  private record Running(
      Document pod, Map<Sidecars.Listener, HttpServer> sidecar, List<HttpServer> own) {}

  private final Store store;
  private final PodNetwork network;
  private final Sidecars sidecars;
  private final Policies policies;
  private final Authority mesh;
  private final Path volumes;
  private final Faults faults;
  private final NodeGateway gateway;
  private final int authorityPort;
  private final Consumer<String> gone;
  private final Map<String, Running> running = new HashMap<>();

  /// @param authorityPort where the mesh's authority listens
  /// @param gone told the uid of each pod that ended
  public PodWorkloads(
      Store store,
      PodNetwork network,
      Authority mesh,
      Path volumes,
      Faults faults,
      NodeGateway gateway,
      int authorityPort,
      Consumer<String> gone) {
    this.store = store;
    this.network = network;
    this.sidecars = new Sidecars(store);
    this.policies = new Policies(store);
    this.mesh = mesh;
    this.volumes = volumes;
    this.faults = faults;
    this.gateway = gateway;
    this.authorityPort = authorityPort;
    this.gone = gone;
  }

  @Override
  public synchronized void start(Document pod) throws IOException {
    String uid = pod.at("metadata", "uid").textOrEmpty();
    Running started = new Running(pod, new HashMap<>(), new java.util.ArrayList<>());
    running.put(uid, started);
    if (pod.at("metadata", "labels", "app").textOrEmpty().equals("istiod")) {
      network.listen(uid, 15012, authorityPort);
    }
    if (NodeGateway.is(pod)) {
      serve(started, uid, NodeGateway.PORT, gateway.handler(pod));
    }
    for (Document container : pod.at("spec", "containers").items()) {
      if (container.at("image").textOrEmpty().contains("/hello-")) {
        serve(started, uid, 8080, new Hello());
      }
    }
    Document registry = RegistryProcess.container(pod).orElse(Document.nothing());
    if (!registry.isNothing()) {
      RegistryProcess process = RegistryProcess.of(store, pod, registry, volumes, faults);
      if (process.port() > 0) {
        serve(started, uid, process.port(), process.handler());
      }
    }
    refresh(uid, started);
  }

  private void serve(Running started, String uid, int port, Handler handler) throws IOException {
    HttpServer server = new HttpServer("pod", 0, null, new Gate(), handler);
    started.own().add(server);
    network.listen(uid, port, server.port());
  }

  /// Looks at the mesh's objects again, as istiod pushes after each change.
  public synchronized void refresh() {
    running.forEach(
        (uid, each) -> {
          try {
            refresh(uid, each);
          } catch (IOException e) {
            LOG.warn("A practice sidecar cannot listen", e);
          }
        });
    removeOrphanedVolumes();
  }

  private void refresh(String uid, Running started) throws IOException {
    Document registry = RegistryProcess.container(started.pod()).orElse(Document.nothing());
    if (registry.isNothing()) {
      return;
    }
    Set<Sidecars.Listener> wanted = new HashSet<>(sidecars.listeners(started.pod()));
    for (Sidecars.Listener old : List.copyOf(started.sidecar().keySet())) {
      if (!wanted.contains(old)) {
        HttpServer server = started.sidecar().remove(old);
        network.forget(uid, old.port());
        if (server != null) {
          server.close();
        }
      }
    }
    for (Sidecars.Listener each : wanted) {
      if (!started.sidecar().containsKey(each)) {
        RegistryProcess process =
            RegistryProcess.of(store, started.pod(), registry, volumes, faults);
        HttpServer server = sidecar(started.pod(), each, process);
        started.sidecar().put(each, server);
        network.listen(uid, each.port(), server.port());
      }
    }
  }

  private HttpServer sidecar(Document pod, Sidecars.Listener listener, RegistryProcess process)
      throws IOException {
    Handler handler =
        new SidecarHandler(pod, listener, policies, process.handler(), process.socket());
    if (listener.plain()) {
      return new HttpServer("sidecar", 0, null, new Gate(), handler);
    }
    Credential own =
        mesh.workload("spiffe://" + SidecarHandler.principal(pod), Duration.ofHours(24));
    ServerTls tls =
        new ServerTls(
            own.tls(List.of(mesh.root())), ServerTls.Client.REQUIRED, () -> !sidecars.strict(pod));
    return new HttpServer("sidecar", 0, tls, new Gate(), handler);
  }

  @Override
  public void stop(String uid) {
    Running ended;
    synchronized (this) {
      ended = running.remove(uid);
      network.forget(uid);
    }
    gone.accept(uid);
    if (ended != null) {
      ended.sidecar().values().forEach(HttpServer::close);
      ended.own().forEach(HttpServer::close);
    }
  }

  /// A volume lives while its claim does.
  private void removeOrphanedVolumes() {
    Set<String> kept = new HashSet<>(running.keySet());
    store
        .list(Resources.CLAIM, "")
        .forEach(each -> kept.add(each.at("metadata", "uid").textOrEmpty()));
    try (Stream<Path> all = Files.list(volumes)) {
      for (Path each : all.toList()) {
        if (!kept.contains(each.getFileName().toString())) {
          delete(each);
        }
      }
    } catch (IOException e) {
      LOG.warn("Cannot remove a practice volume", e);
    }
  }

  public static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  @Override
  public void close() {
    List<String> all;
    synchronized (this) {
      all = List.copyOf(running.keySet());
    }
    all.forEach(this::stop);
  }
}
