package dev.mooring.registry.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds a way through a tree as a process finds it whose root it is: symbolic links are followed,
/// and `..` of the root is the root. Links in circles lead nowhere.
final class Walk {
  private static final int MOST_LINKS = 40;
  private static final int MOST_PARTS = 1_024;

  /// What is done where there is no directory of that name.
  interface Missing {
    /// @return the directory to go on in; null for no further
    @Nullable Node in(Node folder, String name);
  }

  private final Node root;
  private int links;
  private int parts;

  Walk(Node root) {
    this.root = root;
  }

  /// The directory that a path leads to; null where it leads nowhere.
  @Nullable Node folder(Node from, String path, Missing missing) {
    Deque<String> rest = new ArrayDeque<>(parts(path));
    Node at = from;
    while (!rest.isEmpty()) {
      String part = rest.pop();
      if (++parts > MOST_PARTS) {
        return null;
      }
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        at = at.parent();
        continue;
      }
      Node child = at.child(part);
      if (child != null && child.isSymbolicLink()) {
        if (++links > MOST_LINKS) {
          return null;
        }
        String link = child.version().entry().link();
        at = link.startsWith("/") ? root : at;
        List<String> more = parts(link);
        for (int i = more.size() - 1; i >= 0; i--) {
          rest.push(more.get(i));
        }
        continue;
      }
      Node next = child != null && child.isDirectory() ? child : missing.in(at, part);
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }

  /// What is at a path, be it a link; null for nothing.
  @Nullable Node to(String path) {
    return last(root, path);
  }

  /// What a path leads to in the end; null where that is nothing.
  @Nullable Node through(String path) {
    Node from = root;
    String rest = path;
    while (true) {
      Node found = last(from, rest);
      if (found == null || !found.isSymbolicLink()) {
        return found;
      }
      if (++links > MOST_LINKS) {
        return null;
      }
      rest = found.version().entry().link();
      from = rest.startsWith("/") ? root : found.parent();
    }
  }

  private @Nullable Node last(Node from, String path) {
    String name = Paths.name(path);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return folder(from, path, (folder, missing) -> null);
    }
    Node folder = folder(from, Paths.parent(path), (at, missing) -> null);
    return folder == null ? null : folder.child(name);
  }

  private static List<String> parts(String path) {
    return List.of(path.split("/", -1));
  }
}
