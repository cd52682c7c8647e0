package dev.mooring.registry.tree;

import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.layer.LayerTable;
import dev.mooring.registry.layer.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Reads layers side by side and merges them in order: the one whose turn it is goes into the tree
/// entry by entry, what is read of later ones waits.
final class TreeReading {
  private static final int WIDTH = 3;

  /// Enough for a first screen.
  private static final int FIRST = 100;

  private static final long PERIOD_NANOS = 200_000_000;

  private final ImageTree tree;
  private final Consumer<? super ImageTree> changed;
  private final List<Turn> turns = new ArrayList<>();
  private int turn;
  private long told;
  private int merged;

  TreeReading(ImageTree tree, Consumer<? super ImageTree> changed, int layers) {
    this.tree = tree;
    this.changed = changed;
    for (int i = 0; i < layers; i++) {
      turns.add(new Turn());
    }
  }

  /// A layer that is read.
  private static final class Turn {
    private final List<LayerEntry> waiting = new ArrayList<>();
    private boolean done;
    private long unpacked;
    private int leftOut;
  }

  void read(Layers layers, ImageSource source, List<Descriptor> of, Progress progress)
      throws InterruptedException {
    if (of.isEmpty()) {
      return;
    }
    tree.begin();
    JointProgress joint = new JointProgress(progress, of);
    List<Callable<Boolean>> steps = new ArrayList<>();
    for (int i = 0; i < of.size(); i++) {
      int layer = i;
      steps.add(
          () -> {
            Descriptor blob = of.get(layer);
            LayerTable table =
                layers.table(source, blob, entry -> add(layer, entry), joint.of(layer));
            joint.done(layer);
            return finish(layer, table);
          });
    }
    Concurrently.run(WIDTH, steps);
  }

  private void add(int layer, LayerEntry entry) {
    synchronized (this) {
      if (layer != turn) {
        turns.get(layer).waiting.add(entry);
        return;
      }
      tree.add(entry);
      merged++;
    }
    tell();
  }

  private synchronized boolean finish(int layer, LayerTable table) {
    Turn own = turns.get(layer);
    own.done = true;
    own.unpacked = table.unpacked();
    own.leftOut = table.leftOut();
    while (turn < turns.size() && turns.get(turn).done) {
      tree.end(turns.get(turn).unpacked, turns.get(turn).leftOut);
      turn++;
      if (turn < turns.size()) {
        tree.begin();
        Turn next = turns.get(turn);
        next.waiting.forEach(tree::add);
        merged += next.waiting.size();
        next.waiting.clear();
      }
    }
    return true;
  }

  /// Not before there is something to see, and not for each entry.
  private void tell() {
    long now = System.nanoTime();
    synchronized (this) {
      if (merged < FIRST || (told != 0 && now - told < PERIOD_NANOS)) {
        return;
      }
      told = now;
    }
    changed.accept(tree);
  }
}
