package dev.mooring.practice.registry;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import dev.mooring.practice.http.Gate;
import dev.mooring.practice.http.Handler;
import dev.mooring.practice.http.HttpServer;
import dev.mooring.practice.mesh.Mesh;
import dev.mooring.practice.mesh.Proxy;
import dev.mooring.practice.node.PodNetwork;
import dev.mooring.practice.node.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plays the images it knows: Istio's proxies, istiod, the registry, and the hello service.
public final class PodWorkloads implements Workloads {
  private static final Logger LOG = LoggerFactory.getLogger(PodWorkloads.class);

  private record Running(
      Proxy proxy, List<HttpServer> own, Optional<RegistryProcess> registry, Queue<String> log) {}

  private final Store store;
  private final PodNetwork network;
  private final Mesh mesh;
  private final Path volumes;
  private final AtomicBoolean nonsense;
  private final Gate collections;
  private final int authorityPort;
  private final Consumer<String> gone;
  private final Map<String, Running> running = new HashMap<>();

  /// @param authorityPort where the mesh's authority listens
  /// @param collections where registries' collectors wait before they delete anything
  /// @param nonsense whether registries answer what is no registry's answer
  /// @param gone told the uid of each pod that ended
  public PodWorkloads(
      Store store,
      PodNetwork network,
      Mesh mesh,
      Path volumes,
      AtomicBoolean nonsense,
      Gate collections,
      int authorityPort,
      Consumer<String> gone) {
    this.store = store;
    this.network = network;
    this.mesh = mesh;
    this.volumes = volumes;
    this.nonsense = nonsense;
    this.collections = collections;
    this.authorityPort = authorityPort;
    this.gone = gone;
  }

  @Override
  public synchronized void start(Document pod) throws IOException {
    String uid = Meta.uid(pod);
    List<HttpServer> own = new ArrayList<>();
    Queue<String> log = new ConcurrentLinkedQueue<>();
    Optional<RegistryProcess> registry = registry(pod, log::add);
    Running started =
        new Running(
            mesh.proxy(
                pod,
                endpoint -> at(registry, endpoint).or(() -> EgressDoor.of(store, pod, endpoint))),
            own,
            registry,
            log);
    running.put(uid, started);
    if (pod.at("metadata", "labels", "app").textOrEmpty().equals("istiod")) {
      network.listen(uid, 15012, authorityPort, true);
    }
    for (Document container : pod.at("spec", "containers").items()) {
      if (container.at("image").textOrEmpty().contains("/hello-")) {
        serve(own, uid, 8080, new Hello());
      }
    }
    if (registry.isPresent() && registry.get().port() > 0) {
      serve(own, uid, registry.get().port(), registry.get().handler());
    }
    started.proxy().refresh();
  }

  /// What a pod's registry has said; empty for every other pod.
  public synchronized String log(Document pod) {
    Running there = running.get(Meta.uid(pod));
    return there == null
        ? ""
        : there.log().stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private Optional<RegistryProcess> registry(Document pod, Consumer<String> log)
      throws IOException {
    Document container = RegistryProcess.container(pod).orElse(Document.nothing());
    return container.isNothing()
        ? Optional.empty()
        : Optional.of(
            RegistryProcess.of(store, pod, container, volumes, nonsense, collections, log));
  }

  private static Optional<Handler> at(Optional<RegistryProcess> registry, String endpoint) {
    return registry.filter(each -> each.socket().equals(endpoint)).map(RegistryProcess::handler);
  }

  private void serve(List<HttpServer> own, String uid, int port, Handler handler)
      throws IOException {
    HttpServer server = new HttpServer("pod", null, new Gate(), handler);
    own.add(server);
    network.listen(uid, port, server.port(), true);
  }

  /// Looks at the mesh's objects again.
  public synchronized void refresh() {
    running
        .values()
        .forEach(
            each -> {
              try {
                each.proxy().refresh();
              } catch (IOException e) {
                LOG.warn("A practice sidecar cannot listen", e);
              }
            });
    removeOrphanedVolumes();
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
      ended.registry().ifPresent(each -> each.stop().run());
      ended.proxy().close();
      ended.own().forEach(HttpServer::close);
    }
  }

  /// A volume lives while its claim does.
  private void removeOrphanedVolumes() {
    Set<String> kept = new HashSet<>(running.keySet());
    store.list(Resources.CLAIM, "").forEach(each -> kept.add(Meta.uid(each)));
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
