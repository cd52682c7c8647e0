package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// From which addresses kubelets' requests reach the entrance of their node.
final class Sources {
  private static final Pattern FOUR = Pattern.compile("^((?:\\d{1,3}\\.){3})\\d{1,3}(?:/|$)");

  private Sources() {}

  /// What to do where the network lets other pods reach the entrances.
  static Remedy remedy(
      List<KubeObject> nodes, Map<String, String> entrances, StackOptions options) {
    if (!options.nodeSources().isEmpty()) {
      return new Remedy.Setting(
          Messages.of(
              "narrow-the-addresses-that-the-entrances", String.join(", ", options.nodeSources())),
          "nodeSources",
          "");
    }
    List<String> sources = likely(nodes, entrances);
    String words = Messages.of("use-a-network-plugin-that-enforces");
    return sources.isEmpty()
        ? new Remedy.Advice(words)
        : new Remedy.Command(words, "mooring install --node-sources " + String.join(",", sources));
  }

  /// The first address of each range that a node gives to its pods: the node's end of the bridge,
  /// with bridge plugins and those like them. Where a node does not say its range, 256 addresses
  /// around its entrance's are taken for it.
  static List<String> likely(List<KubeObject> nodes, Map<String, String> entrances) {
    return nodes.stream()
        .map(
            node ->
                node.at("spec", "podCIDR")
                    .text()
                    .filter(range -> !range.isEmpty())
                    .orElseGet(() -> entrances.getOrDefault(node.name(), "")))
        .flatMap(Sources::first)
        .distinct()
        .sorted()
        .toList();
  }

  private static Stream<String> first(String range) {
    Matcher four = FOUR.matcher(range);
    return four.find() ? Stream.of(four.group(1) + "1/32") : Stream.empty();
  }
}
