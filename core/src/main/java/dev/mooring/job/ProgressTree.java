package dev.mooring.job;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What of one work is under way at the moment, side by side: images, and the layers of each.
///
/// A part is listed from its first word until all of it is done, at most 100 under one. Its steps
/// are those of the whole. Thread-safe.
public final class ProgressTree {
  private static final int MOST = 100;

  private final Consumer<String> steps;
  private final Runnable changed;
  private final Set<Node> roots = new LinkedHashSet<>();

  /// @param steps told of what is finished
  /// @param changed called after each change, on the thread that made it
  public ProgressTree(Consumer<String> steps, Runnable changed) {
    this.steps = steps;
    this.changed = changed;
  }

  /// A part that is under way.
  ///
  /// @param name what it is: "linux/arm64"
  /// @param total 0 when not known
  /// @param parts of this part, oldest first
  public record Part(String name, long done, long total, Progress.Unit unit, List<Part> parts) {}

  /// A new part of the whole, which says how far it is.
  public Progress part(String name) {
    return new Node(name, roots);
  }

  /// What is under way, oldest first.
  public synchronized List<Part> parts() {
    return parts(roots);
  }

  private static List<Part> parts(Set<Node> nodes) {
    return nodes.stream()
        .map(each -> new Part(each.name, each.done, each.total, each.unit, parts(each.under)))
        .toList();
  }

  private final class Node implements Progress {
    private final String name;
    private final Set<Node> beside;
    private final Set<Node> under = new LinkedHashSet<>();
    private long done;
    private long total;
    private Unit unit = Unit.ITEMS;

    /// @param beside where it is listed
    Node(String name, Set<Node> beside) {
      this.name = name;
      this.beside = beside;
    }

    @Override
    public void step(String sentence) {
      steps.accept(sentence);
    }

    @Override
    public void advance(String part, long now, long of, Unit counted) {
      synchronized (ProgressTree.this) {
        done = now;
        total = of;
        unit = counted;
        if (of > 0 && now >= of) {
          beside.remove(this);
        } else if (beside.size() < MOST) {
          beside.add(this);
        }
      }
      changed.run();
    }

    @Override
    public Progress part(String part) {
      return new Node(part, under);
    }
  }
}
