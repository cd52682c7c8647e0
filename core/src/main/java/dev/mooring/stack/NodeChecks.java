package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.mesh.Entrance;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the doctor says of the nodes.
final class NodeChecks {
  private static final int NAMED = 5;

  private final Cluster cluster;
  private final StackOptions options;

  NodeChecks(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  List<Finding> all() throws InterruptedException {
    List<KubeObject> nodes = cluster.list(Kind.NODE, null, "");
    List<Finding> findings = new ArrayList<>();
    findings.add(ready(nodes));
    findings.add(cordoned(nodes));
    findings.add(runtimes(nodes));
    findings.add(architectures(nodes));
    findings.add(addresses(nodes));
    return findings;
  }

  private static Finding ready(List<KubeObject> nodes) {
    String id = "nodes.ready";
    String away = names(nodes, node -> !node.ready());
    if (nodes.stream().noneMatch(KubeObject::ready)) {
      return Finding.blocker(
          id,
          "Nodes",
          Messages.of("no-node-is-ready"),
          new Remedy.Command(Messages.of("start-a-node"), "kubectl get nodes"));
    }
    return away.isEmpty()
        ? Doctor.ok(id, "Nodes", Messages.of("ready", nodes.size()))
        : Doctor.warning(
            id,
            "Nodes",
            Messages.of("not-ready", away),
            Messages.of("they-get-their-gateway-when-they"));
  }

  private static Finding cordoned(List<KubeObject> nodes) {
    String id = "nodes.schedulable";
    String closed = names(nodes, node -> node.at("spec", "unschedulable").isTrue());
    boolean all = nodes.stream().allMatch(node -> node.at("spec", "unschedulable").isTrue());
    if (closed.isEmpty()) {
      return Doctor.ok(id, Messages.of("schedulable-nodes"), "all");
    }
    String sentence = Messages.of("cordoned", closed);
    return all
        ? Finding.blocker(
            id,
            Messages.of("schedulable-nodes"),
            sentence,
            new Remedy.Command(
                Messages.of("uncordon-one-for-the-registry"), "kubectl uncordon NODE"))
        : Doctor.warning(
            id,
            Messages.of("schedulable-nodes"),
            sentence,
            Messages.of("the-registry-goes-elsewhere-gateways-run"));
  }

  /// containerd and Docker fall back to plain HTTP on loopback by themselves. CRI-O and Podman ask
  /// containers-registries.conf(5).
  private Finding runtimes(List<KubeObject> nodes) {
    String id = "nodes.runtime";
    String found = distinct(nodes, node -> info(node, "containerRuntimeVersion"));
    String crio = names(nodes, node -> info(node, "containerRuntimeVersion").startsWith("cri-o"));
    return crio.isEmpty()
        ? Doctor.ok(id, Messages.of("node-runtimes"), found)
        : Finding.warning(
            id,
            Messages.of("node-runtimes"),
            Messages.of("cri-o-does-not-take-localhost", found, crio),
            new Remedy.Command(
                Messages.of("add-localhost-to-its-registries-conf"),
                "mooring config crio"
                    + (options.isDefault() ? "" : " --registry " + options.registry())));
  }

  /// Istio's proxy and Envoy are built for these two.
  private static Finding architectures(List<KubeObject> nodes) {
    String id = "nodes.architecture";
    String others =
        names(nodes, node -> !List.of("", "amd64", "arm64").contains(info(node, "architecture")));
    String found = distinct(nodes, node -> info(node, "architecture"));
    return others.isEmpty()
        ? Doctor.ok(id, "Architectures", found)
        : Doctor.warning(
            id,
            "Architectures",
            Messages.of("no-proxy-for-the-architecture-of", found, others),
            Messages.of("keep-images-of-the-registry-off"));
  }

  /// A host port on ::1 does not work: no kernel forwards to it (there is no route_localnet).
  private static Finding addresses(List<KubeObject> nodes) {
    String id = "nodes.address";
    String six = names(nodes, NodeChecks::onlySix);
    return six.isEmpty()
        ? Doctor.ok(id, Messages.of("node-addresses"), "IPv4")
        : Doctor.warning(
            id,
            Messages.of("node-addresses"),
            Messages.of("only-ipv6-on-where-a-host", six),
            Messages.of("give-those-nodes-an-ipv4-address"));
  }

  private static boolean onlySix(KubeObject node) {
    List<String> internal =
        node.at("status", "addresses").stream()
            .filter(each -> each.at("type").textOrEmpty().equals("InternalIP"))
            .map(each -> each.at("address").textOrEmpty())
            .toList();
    return !internal.isEmpty() && internal.stream().allMatch(each -> each.contains(":"));
  }

  /// Host ports that the stack needs and others hold.
  List<Finding> port() throws InterruptedException {
    List<KubeObject> pods = cluster.list(Kind.POD, null, "");
    List<Finding> findings = new ArrayList<>();
    findings.add(
        port(
            pods,
            "port.nodes",
            Messages.of("node-port"),
            options.nodePort(),
            options.nodeNamespace(),
            new Remedy.Setting(
                Messages.of("remove-those-pods-or-choose-another"), "--node-port", "")));
    if (options.entrance() == EntranceMode.NODE) {
      findings.add(
          port(
              pods,
              "port.entrance",
              Messages.of("port-of-the-entrance-for-laptops"),
              Entrance.PORT,
              options.entranceNamespace(),
              new Remedy.Setting(
                  Messages.of("remove-those-pods-or-let-laptops-in-otherwise"), "--entrance", "")));
    }
    return findings;
  }

  private Finding port(
      List<KubeObject> pods,
      String id,
      String subject,
      int port,
      String namespace,
      Remedy.Setting remedy) {
    TreeSet<String> holders = new TreeSet<>();
    for (KubeObject pod : pods) {
      boolean ours = Ownership.belongs(pod, options) && pod.namespace().equals(namespace);
      if (!ours && active(pod) && hostPorts(pod).anyMatch(each -> each == port)) {
        holders.add(Messages.of("pod-on", pod.namespace(), pod.name(), Pods.node(pod)));
      }
    }
    return holders.isEmpty()
        ? Doctor.ok(id, subject, Messages.of("no-pod-holds-host-port", port))
        : Finding.blocker(
            id,
            subject,
            Messages.of(
                "host-port-is-held-by",
                port,
                holders.stream().limit(NAMED).collect(Collectors.joining(", "))),
            remedy);
  }

  static boolean active(KubeObject pod) {
    String phase = pod.at("status", "phase").textOrEmpty();
    return !phase.equals("Succeeded") && !phase.equals("Failed");
  }

  /// Sidecars stand among the init containers.
  static Stream<Integer> hostPorts(KubeObject pod) {
    return Stream.of("containers", "initContainers")
        .flatMap(list -> pod.at("spec", list).stream())
        .flatMap(each -> each.at("ports").stream())
        .flatMap(each -> each.at("hostPort").integer().stream())
        .map(Math::toIntExact);
  }

  private static String info(KubeObject node, String field) {
    return node.at("status", "nodeInfo", field).textOrEmpty();
  }

  private static String distinct(List<KubeObject> nodes, Function<KubeObject, String> of) {
    return nodes.stream().map(of).distinct().sorted().collect(Collectors.joining(", "));
  }

  private static String names(List<KubeObject> nodes, Predicate<KubeObject> which) {
    List<String> names = nodes.stream().filter(which).map(KubeObject::name).sorted().toList();
    return names.size() <= NAMED
        ? String.join(", ", names)
        : Messages.of(
            "and-more-2", String.join(", ", names.subList(0, NAMED)), names.size() - NAMED);
  }
}
