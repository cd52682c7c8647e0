package dev.mooring.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Changes single values in the text of a YAML or JSON file and leaves every other byte as it is:
/// comments, order, indentation, fields that nobody here knows. Reads within [Bounds#FILE], and
/// never says what stands in the text.
public final class YamlText {
  private YamlText() {}

  /// One step down: into the value of a key, or to the item of a list whose `name` it is.
  public record Step(String key, boolean isItem) {
    /// Into the value of a key.
    public static Step key(String key) {
      return new Step(key, false);
    }

    /// To the item of a list whose `name` it is.
    public static Step item(String name) {
      return new Step(name, true);
    }
  }

  /// Sets a text in the map at a path; a key that is not there comes first in the map.
  ///
  /// @return empty when there is no such map, or it is written in a way that cannot be edited
  public static Optional<String> set(String text, List<Step> path, String key, String value) {
    try {
      for (Node root : new Yaml(Parsers.loading()).composeAll(new java.io.StringReader(text))) {
        Optional<MappingNode> map = find(root, path);
        if (map.isPresent()) {
          return edited(text, map.get(), key, Documents.json(Document.of(value)));
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | YAMLException e) {
      // Whoever reads it for its values says what is wrong with it.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<MappingNode> find(Node root, List<Step> path) {
    Optional<Node> here = Optional.of(root);
    for (Step step : path) {
      here = here.flatMap(node -> step.isItem() ? item(node, step.key()) : value(node, step.key()));
    }
    return here.filter(MappingNode.class::isInstance).map(MappingNode.class::cast);
  }

  private static Optional<Node> value(Node node, String key) {
    return node instanceof MappingNode map
        ? map.getValue().stream()
            .filter(each -> isText(each.getKeyNode(), key))
            .map(NodeTuple::getValueNode)
            .reduce((first, last) -> last)
        : Optional.empty();
  }

  private static Optional<Node> item(Node node, String name) {
    return node instanceof SequenceNode list
        ? list.getValue().stream()
            .filter(each -> value(each, "name").filter(found -> isText(found, name)).isPresent())
            .findFirst()
        : Optional.empty();
  }

  private static boolean isText(Node node, String text) {
    return node instanceof ScalarNode scalar && scalar.getValue().equals(text);
  }

  private static Optional<String> edited(String text, MappingNode map, String key, String quoted) {
    Optional<Node> old = value(map, key);
    if (old.isPresent()) {
      if (!(old.get() instanceof ScalarNode scalar)) {
        return Optional.empty();
      }
      int start = at(text, scalar.getStartMark().getIndex());
      int end = at(text, scalar.getEndMark().getIndex());
      boolean block =
          scalar.getScalarStyle() == DumperOptions.ScalarStyle.LITERAL
              || scalar.getScalarStyle() == DumperOptions.ScalarStyle.FOLDED;
      // Where a value is left out there is nothing between the colon and the line's end.
      String gap = start > 0 && text.charAt(start - 1) == ':' ? " " : "";
      return Optional.of(
          text.substring(0, start) + gap + quoted + (block ? "\n" : "") + text.substring(end));
    }
    if (map.getValue().isEmpty()) {
      return Optional.empty();
    }
    Node first = map.getValue().getFirst().getKeyNode();
    int start = at(text, first.getStartMark().getIndex());
    String separator =
        map.getFlowStyle() == DumperOptions.FlowStyle.FLOW
            ? ", "
            : "\n" + " ".repeat(first.getStartMark().getColumn());
    String entry = "\"" + key + "\": " + quoted + separator;
    return Optional.of(text.substring(0, start) + entry + text.substring(start));
  }

  /// Marks count code points.
  private static int at(String text, int codePoints) {
    return text.offsetByCodePoints(0, codePoints);
  }

  /// Whether two texts say the same apart from these values of the map at a path.
  public static boolean differOnly(
      String before, String after, List<Step> path, Map<String, String> values) {
    List<Document> old = Documents.yaml(before, Messages.of("the-file"));
    List<Document> now = Documents.yaml(after, Messages.of("the-changed-file"));
    if (old.size() != now.size()) {
      return false;
    }
    boolean changed = false;
    for (int i = 0; i < old.size(); i++) {
      if (!changed && !old.get(i).equals(now.get(i))) {
        changed = true;
        if (!with(old.get(i), path, 0, values).equals(now.get(i))) {
          return false;
        }
      } else if (!old.get(i).equals(now.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Document with(
      Document here, List<Step> path, int depth, Map<String, String> values) {
    if (depth == path.size()) {
      Document changed = here;
      for (Map.Entry<String, String> value : values.entrySet()) {
        changed = changed.with(value.getValue(), value.getKey());
      }
      return changed;
    }
    Step step = path.get(depth);
    if (!step.isItem()) {
      return here.with(with(here.at(step.key()), path, depth + 1, values), step.key());
    }
    List<Document> items = new java.util.ArrayList<>(here.items());
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).at("name").textOrEmpty().equals(step.key())) {
        items.set(i, with(items.get(i), path, depth + 1, values));
        break;
      }
    }
    return Document.of(items);
  }
}
