package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.stack.OutsiderPod.Order;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Who tries what where: which attempts each outsider's pod makes.
///
/// What is read is a fresh image, so that nothing but this registry can answer 200; of a cache, to
/// which none can be pushed, the root of its API.
///
/// @param nodePort the entrance's on each node's loopback
/// @param id the fresh image's tag
/// @param read the path that is read
/// @param cache whether it is one
/// @param registryPods addresses of ready registry pods
/// @param service the registry's Service's own address; empty where it is not known
/// @param entrances address of the entrance's pod by node
record OutsiderPlan(
    int nodePort,
    int entrancePort,
    String id,
    String read,
    boolean cache,
    List<String> registryPods,
    String service,
    Map<String, String> entrances) {
  private static final String NAME = "mooring-verify-";

  /// Two pods for each node that is ready: an outsider on the pod network, who tries the entrances
  /// of
  /// its own node and of the next, since some networks judge only what crosses between nodes; and
  /// one on the node's own network.
  List<OutsiderPod> pods(List<KubeObject> nodes) {
    List<OutsiderPod> pods = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      String here = nodes.get(i).name();
      List<Order> orders = new ArrayList<>(entrances(nodes.get(i)));
      if (nodes.size() > 1) {
        orders.addAll(entrances(nodes.get((i + 1) % nodes.size())));
      }
      if (i == 0) {
        orders.addAll(registry());
      }
      pods.add(new OutsiderPod(NAME + id + "-out-" + i, here, false, List.copyOf(orders)));
      pods.add(new OutsiderPod(NAME + id + "-node-" + i, here, true, onLoopback(here)));
    }
    return List.copyOf(pods);
  }

  private List<Order> onLoopback(String node) {
    String url = "http://127.0.0.1:" + nodePort;
    Order write = new Order(Attempt.NODE_WRITE, node, "POST", url + upload(), loopback());
    return cache
        ? List.of(new Order(Attempt.NODE_READ, node, "GET", url + read, loopback()), write)
        : List.of(write);
  }

  private List<Order> entrances(KubeObject node) {
    List<Order> orders = new ArrayList<>();
    String name = node.name();
    String entrance = entrances.getOrDefault(name, "");
    if (!entrance.isEmpty()) {
      String url = "http://" + host(entrance) + ":" + entrancePort;
      String inner = "http://" + host(entrance) + ":" + StackOptions.POD_PORT;
      orders.add(new Order(Attempt.ENTRANCE_READ, name, "GET", url + read, loopback()));
      orders.add(new Order(Attempt.ENTRANCE_WRITE, name, "POST", url + upload(), loopback()));
      orders.add(new Order(Attempt.ENTRANCE_INNER, name, "GET", inner + read, loopback()));
    }
    addresses(node)
        .map(address -> "http://" + host(address) + ":" + nodePort + read)
        .forEach(url -> orders.add(new Order(Attempt.NODE_ADDRESS, name, "GET", url, loopback())));
    return orders;
  }

  private List<Order> registry() {
    List<Order> orders = new ArrayList<>();
    for (String pod : registryPods) {
      orders.add(plain(Attempt.PLAIN_POD, pod));
    }
    if (!service.isEmpty()) {
      orders.add(plain(Attempt.PLAIN_SERVICE, service));
    }
    return orders;
  }

  private Order plain(Attempt attempt, String address) {
    String authority = host(address) + ":" + StackOptions.POD_PORT;
    return new Order(attempt, "", "GET", "http://" + authority + read, loopback());
  }

  private static String upload() {
    return "/v2/" + ProbePush.REPOSITORY + "/blobs/uploads/";
  }

  /// As a kubelet names the registry, which the entrance's policy wants.
  private String loopback() {
    return "localhost:" + nodePort;
  }

  private static String host(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  private static Stream<String> addresses(KubeObject node) {
    return node.at("status", "addresses").stream()
        .filter(each -> each.at("type").textOrEmpty().equals("InternalIP"))
        .map(each -> each.at("address"))
        .map(Document::textOrEmpty)
        .filter(each -> !each.isEmpty());
  }
}
