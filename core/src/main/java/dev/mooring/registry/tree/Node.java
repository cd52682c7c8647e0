package dev.mooring.registry.tree;

import dev.mooring.registry.layer.LayerEntry;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A place in the merged tree. There may be a million: it has what no other place knows.
final class Node {
  private final String name;
  private final @Nullable Node parent;
  private final int depth;
  private Version version;
  private @Nullable Content content;
  private @Nullable TreeMap<String, Node> children;

  Node(String name, @Nullable Node parent, Version version) {
    this.name = name;
    this.parent = parent;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.version = version;
  }

  /// The root, before any layer has named it.
  static Node root() {
    return new Node("", null, new Version(directory(""), 0, null));
  }

  /// A directory that no layer names.
  static LayerEntry directory(String path) {
    return new LayerEntry(path, LayerEntry.Kind.DIRECTORY, 0, 0755, 0, 0, 0, "", 0);
  }

  /// The root's is itself.
  Node parent() {
    return parent == null ? this : parent;
  }

  String name() {
    return name;
  }

  int depth() {
    return depth;
  }

  Version version() {
    return version;
  }

  @Nullable Content content() {
    return content;
  }

  boolean isDirectory() {
    return version.isDirectory();
  }

  boolean isSymbolicLink() {
    return version.entry().kind() == LayerEntry.Kind.SYMBOLIC_LINK;
  }

  void become(Version next, @Nullable Content bytes) {
    version = next;
    content = bytes;
  }

  @Nullable Node child(String called) {
    return children == null ? null : children.get(called);
  }

  /// In the order of their names.
  Collection<Node> children() {
    return children == null ? List.of() : children.values();
  }

  void add(Node child) {
    if (children == null) {
      children = new TreeMap<>();
    }
    children.put(child.name, child);
  }

  void remove(Node child) {
    if (children != null) {
      children.remove(child.name);
    }
  }

  String path() {
    if (parent == null) {
      return "";
    }
    StringBuilder path = new StringBuilder();
    for (Node at = this; at.parent != null; at = at.parent) {
      path.insert(0, at.name).insert(0, '/');
    }
    return path.substring(1);
  }

  TreeFile shown() {
    return shown(path());
  }

  TreeFile shown(String path) {
    return new TreeFile(path, version, content == null ? null : content.file());
  }
}
