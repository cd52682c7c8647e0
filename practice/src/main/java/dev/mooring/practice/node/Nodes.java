package dev.mooring.practice.node;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The nodes' network: which pod holds which port of which node, and what is reached from where.
public final class Nodes {
  private static final String ANY = "0.0.0.0";

  /// A port of a node that a pod asks for.
  ///
  /// @param address of the node; all of them as `0.0.0.0`
  private record HostPort(String address, int port, int containerPort) {
    boolean overlaps(HostPort other) {
      return port == other.port()
          && (address.equals(other.address())
              || address.equals(ANY)
              || other.address().equals(ANY));
    }
  }

  private final Store store;
  private final PodNetwork network;
  private final Map<String, Integer> programs = new ConcurrentHashMap<>();

  public Nodes(Store store, PodNetwork network) {
    this.store = store;
    this.network = network;
  }

  /// A program of the node's own, no pod, has a port of its loopback address.
  ///
  /// @param loopbackPort of this machine, that it is played by
  public void occupy(String node, int port, int loopbackPort) {
    programs.put(node + ":" + port, loopbackPort);
  }

  /// Connects from a node to a port of its loopback address, as its kubelet does. The pod sees the
  /// address of the bridge that the node's pods hang on.
  ///
  /// @throws ConnectException where no pod holds the port
  public Socket onLoopback(String node, int port) throws IOException {
    return dialHostPort(node, PodNetwork.LOOPBACK, port, bridge(node));
  }

  /// Connects from a process in a pod, without its sidecar's help.
  ///
  /// @param host a pod's address, a node's address, or a Service's DNS name
  /// @throws ConnectException where nothing listens for that pod
  public Socket fromPod(Document pod, String host, int port) throws IOException {
    String uid = Meta.uid(pod);
    if (host.equals("localhost") || host.equals(PodNetwork.LOOPBACK)) {
      return network.dial(uid, port, PodNetwork.LOOPBACK);
    }
    return reach(pod.at("status", "podIP").textOrEmpty(), host, port);
  }

  /// Connects from a process on a node's own network.
  ///
  /// @param host as for [#fromPod]
  /// @throws ConnectException where nothing listens for that node
  Socket fromNode(String node, String host, int port) throws IOException {
    return host.equals("localhost") || host.equals(PodNetwork.LOOPBACK)
        ? onLoopback(node, port)
        : reach(bridge(node), host, port);
  }

  private Socket reach(String source, String host, int port) throws IOException {
    for (Document node : store.list(Resources.NODE, "")) {
      boolean here =
          node.at("status", "addresses").stream()
              .anyMatch(each -> each.at("address").textOrEmpty().equals(host));
      if (here) {
        return dialHostPort(Meta.name(node), host, port, source);
      }
    }
    Document service = service(host);
    if (!service.isNothing()) {
      return dialService(service, port, source);
    }
    Document target =
        store.list(Resources.POD, "").stream()
            .filter(each -> each.at("status", "podIP").textOrEmpty().equals(host))
            .findFirst()
            .orElseThrow(() -> new ConnectException("no route to host"));
    return network.dial(Meta.uid(target), port, source);
  }

  private Document service(String host) {
    String[] parts = host.split("\\.", -1);
    return store.list(Resources.SERVICE, "").stream()
        .filter(
            each ->
                each.at("spec", "clusterIP").textOrEmpty().equals(host)
                    || (parts.length > 1
                        && Meta.name(each).equals(parts[0])
                        && Meta.namespace(each).equals(parts[1])))
        .findFirst()
        .orElse(Document.nothing());
  }

  private Socket dialService(Document service, int port, String source) throws IOException {
    long target =
        service.at("spec", "ports").stream()
            .filter(each -> each.at("port").integer().orElse(0L) == port)
            .flatMap(each -> each.at("targetPort").integer().stream())
            .findFirst()
            .orElseThrow(() -> new ConnectException("connection refused"));
    String uid =
        store.get(Resources.ENDPOINTS, Meta.namespace(service), Meta.name(service)).stream()
            .flatMap(each -> each.at("subsets").stream())
            .flatMap(each -> each.at("addresses").stream())
            .map(each -> each.at("targetRef", "uid").textOrEmpty())
            .findFirst()
            .orElseThrow(() -> new ConnectException("connection refused"));
    return network.dial(uid, (int) target, source);
  }

  private Socket dialHostPort(String node, String address, int port, String source)
      throws IOException {
    Integer program = programs.get(node + ":" + port);
    if (program != null && address.equals(PodNetwork.LOOPBACK)) {
      return new Socket(InetAddress.getLoopbackAddress(), program);
    }
    HostPort wanted = new HostPort(address, port, 0);
    for (Document pod : placed(node)) {
      Optional<HostPort> held = hostPorts(pod).filter(each -> each.overlaps(wanted)).findFirst();
      if (held.isPresent()) {
        return network.dial(Meta.uid(pod), held.get().containerPort(), source);
      }
    }
    throw new ConnectException("connection refused");
  }

  /// Gives a pod its node, in the store's order, unless another pod there holds one of its ports.
  boolean place(Document pod, String node) {
    return store.together(
        () -> {
          Store.Key key = Store.Key.of(Resources.POD, pod);
          List<HostPort> wanted = hostPorts(pod).toList();
          boolean taken =
              placed(node).stream()
                  .filter(each -> !Meta.uid(each).equals(Meta.uid(pod)))
                  .flatMap(Nodes::hostPorts)
                  .anyMatch(held -> wanted.stream().anyMatch(held::overlaps));
          if (!taken && store.get(key).isPresent()) {
            store.put(key, live -> live.with(node, "spec", "nodeName"));
          }
          return !taken;
        });
  }

  private List<Document> placed(String node) {
    List<Document> placed = new ArrayList<>();
    for (Document pod : store.list(Resources.POD, "")) {
      String phase = pod.at("status", "phase").textOrEmpty();
      if (pod.at("spec", "nodeName").textOrEmpty().equals(node)
          && !phase.equals("Succeeded")
          && !phase.equals("Failed")) {
        placed.add(pod);
      }
    }
    return placed;
  }

  private static Stream<HostPort> hostPorts(Document pod) {
    return pod.at("spec", "containers").stream()
        .flatMap(container -> container.at("ports").stream())
        .filter(each -> each.at("hostPort").integer().orElse(0L) > 0)
        .map(
            each ->
                new HostPort(
                    each.at("hostIP").text().orElse(ANY),
                    each.at("hostPort").integer().orElse(0L).intValue(),
                    each.at("containerPort").integer().orElse(0L).intValue()));
  }

  /// The first address of the node's pods.
  private String bridge(String node) {
    return address(node, 1);
  }

  String address(String node, int number) {
    String block =
        store
            .get(Resources.NODE, "", node)
            .orElse(Document.nothing())
            .at("spec", "podCIDR")
            .text()
            .orElse("10.244.9.0/24");
    return block.substring(0, block.lastIndexOf('.') + 1) + number;
  }

  String hostAddress(String node) {
    return store
        .get(Resources.NODE, "", node)
        .orElse(Document.nothing())
        .at("status", "addresses")
        .stream()
        .map(each -> each.at("address").textOrEmpty())
        .findFirst()
        .orElse("");
  }
}
