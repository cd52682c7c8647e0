package dev.mooring.registry.tree;

import dev.mooring.registry.layer.LayerEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lays layers over one another, entry by entry, the lowest first. For one thread at a time.
///
/// Whiteouts take away what lower layers put there, never what their own did, wherever in the tar
/// they stand. A parent that is a symbolic link is followed, as containerd unpacks.
///
/// https://github.com/opencontainers/image-spec/blob/main/layer.md#representing-changes
final class Merge {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  /// Other names that begin so are a store's own.
  private static final String RESERVED = ".wh..wh.";

  private static final int MOST = 1_000_000;
  private static final int DEEPEST = 256;

  private final Node root = Node.root();
  private final List<Tally> tallies = new ArrayList<>();
  private final List<HiddenFile> hidden = new ArrayList<>();
  private final Map<Node, Version> unlinked = new LinkedHashMap<>();
  private Tally tally = new Tally();
  private int layer = -1;
  private int nodes;
  private int leftOut;
  private long bytes;

  Node root() {
    return root;
  }

  List<Tally> tallies() {
    return tallies;
  }

  List<HiddenFile> hidden() {
    return hidden;
  }

  /// Everything that is shown, the root left out.
  int nodes() {
    return nodes;
  }

  /// Bytes of the contents that are shown, each once.
  long bytes() {
    return bytes;
  }

  int leftOut() {
    return leftOut;
  }

  /// What follows is of the next layer.
  void begin() {
    layer++;
    tally = new Tally();
    tallies.add(tally);
  }

  /// The layer ends here.
  ///
  /// @param unpacked bytes of its tar
  /// @param missing how many of its entries were not told
  void end(long unpacked, int missing) {
    tally.unpacked = unpacked;
    leftOut += missing;
    // Links that stood before their targets.
    unlinked.forEach(
        (node, version) -> {
          if (node.version().equals(version)) {
            node.become(version, linked(version.entry()));
          }
        });
    unlinked.clear();
  }

  void add(LayerEntry entry) {
    tally.entries++;
    if (entry.kind() == LayerEntry.Kind.FILE) {
      tally.bytes += entry.size();
    }
    String name = Paths.name(entry.path());
    if (name.isEmpty()) {
      if (entry.kind() == LayerEntry.Kind.DIRECTORY) {
        root.become(new Version(entry, layer, null), null);
      }
    } else if (name.startsWith(WHITEOUT)) {
      hide(Paths.parent(entry.path()), name);
    } else {
      Node folder = new Walk(root).folder(root, Paths.parent(entry.path()), this::made);
      if (folder == null || folder.depth() >= DEEPEST || nodes >= MOST) {
        leftOut++;
      } else {
        put(folder, name, entry);
      }
    }
  }

  /// A directory that stands only in the paths of others.
  private @Nullable Node made(Node folder, String name) {
    if (folder.depth() >= DEEPEST || nodes >= MOST) {
      return null;
    }
    return put(
        folder, name, Node.directory(folder.path().isEmpty() ? name : folder.path() + "/" + name));
  }

  private Node put(Node folder, String name, LayerEntry entry) {
    Node old = folder.child(name);
    if (old == null) {
      Version version = new Version(entry, layer, null);
      Node added = new Node(name, folder, version);
      folder.add(added);
      nodes++;
      tally.added++;
      added.become(version, content(added, version));
      return added;
    }
    Version before = old.version();
    if (before.isDirectory() && before.isSame(entry)) {
      return old;
    }
    boolean own = before.layer() == layer;
    Version version = new Version(entry, layer, own ? before.replaced() : before);
    Content content = content(old, version);
    if (!version.isDirectory()) {
      empty(old);
    }
    drop(old);
    old.become(version, content);
    tally.replaced += own ? 0 : 1;
    return old;
  }

  /// What a path shows from now on.
  private @Nullable Content content(Node node, Version version) {
    return switch (version.entry().kind()) {
      case FILE -> {
        bytes += version.entry().size();
        yield new Content(version);
      }
      case HARD_LINK -> {
        Content shared = linked(version.entry());
        if (shared == null) {
          unlinked.put(node, version);
        }
        yield shared;
      }
      default -> null;
    };
  }

  private @Nullable Content linked(LayerEntry link) {
    Node target = new Walk(root).to(link.link());
    Content shared = target == null ? null : target.content();
    if (shared != null) {
      shared.link();
    }
    return shared;
  }

  private void hide(String path, String name) {
    Node folder = new Walk(root).folder(root, path, (at, missing) -> null);
    if (folder == null) {
      return;
    }
    if (name.equals(OPAQUE)) {
      uncover(folder);
    } else if (!name.startsWith(RESERVED)) {
      Node node = folder.child(name.substring(WHITEOUT.length()));
      if (node != null && isGone(node)) {
        folder.remove(node);
      }
    }
  }

  /// Takes away what lower layers put below a directory.
  ///
  /// @return whether something is left
  private boolean uncover(Node folder) {
    boolean left = false;
    for (Iterator<Node> each = folder.children().iterator(); each.hasNext(); ) {
      if (isGone(each.next())) {
        each.remove();
      } else {
        left = true;
      }
    }
    return left;
  }

  /// Takes away what lower layers put there and below. A directory whose layer is a lower one stays
  /// for what this one put into it.
  private boolean isGone(Node node) {
    boolean left = uncover(node);
    Version version = node.version();
    if (version.layer() == layer) {
      return false;
    }
    if (left) {
      node.become(new Version(Node.directory(node.path()), layer, version), null);
      return false;
    }
    forget(node);
    return true;
  }

  /// Takes away all below what is no directory any more.
  private void empty(Node folder) {
    for (Iterator<Node> each = folder.children().iterator(); each.hasNext(); ) {
      Node child = each.next();
      empty(child);
      forget(child);
      each.remove();
    }
  }

  private void forget(Node node) {
    nodes--;
    tally.removed += node.version().layer() == layer ? 0 : 1;
    drop(node);
  }

  /// Its bytes are wasted where no other path shows them.
  private void drop(Node node) {
    Content content = node.content();
    if (content != null && content.unlink()) {
      Version file = content.file();
      long size = file.entry().size();
      bytes -= size;
      tallies.get(file.layer()).wasted += size;
      tally.hides += size;
      if (size > 0) {
        hidden.add(new HiddenFile(file, layer));
      }
    }
    node.become(node.version(), null);
  }
}
