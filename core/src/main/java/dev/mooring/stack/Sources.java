package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// From which addresses kubelets' requests reach the entrance of their node.
final class Sources {
  private Sources() {}

  /// What to do where the network lets other pods reach the entrances.
  static Remedy remedy(List<KubeObject> nodes, StackOptions options) {
    if (!options.nodeSources().isEmpty()) {
      return new Remedy.Setting(
          "Narrow the addresses that the entrances answer: this pod's is among "
              + String.join(", ", options.nodeSources()),
          "nodeSources",
          "");
    }
    List<String> sources = likely(nodes);
    String words =
        "Use a network plugin that enforces NetworkPolicy, or let the entrances answer only the"
            + " addresses that the nodes' own requests come from, then verify that every node still"
            + " pulls";
    return sources.isEmpty()
        ? new Remedy.Advice(words)
        : new Remedy.Command(words, "mooring install --node-sources " + String.join(",", sources));
  }

  /// The first address of each range that a node gives to its pods: the node's end of the bridge,
  /// with bridge plugins and those like them.
  static List<String> likely(List<KubeObject> nodes) {
    return nodes.stream()
        .flatMap(node -> first(node.at("spec", "podCIDR").textOrEmpty()))
        .collect(Collectors.toCollection(java.util.TreeSet::new))
        .stream()
        .toList();
  }

  private static Stream<String> first(String range) {
    String address = range.replaceFirst("/.*", "");
    return address.matches("(\\d{1,3}\\.){3}\\d{1,3}") && address.endsWith(".0")
        ? Stream.of(address.substring(0, address.length() - 1) + "1/32")
        : Stream.empty();
  }
}
