package dev.mooring.registry.tree;

import dev.mooring.job.Progress;
import dev.mooring.registry.Descriptor;
import java.util.List;

/// Adds up how far the layers of an image are that are read side by side.
final class JointProgress {
  private final Progress progress;
  private final List<Descriptor> layers;
  private final long[] done;
  private final long total;

  JointProgress(Progress progress, List<Descriptor> layers) {
    this.progress = progress;
    this.layers = layers;
    this.done = new long[layers.size()];
    this.total = layers.stream().mapToLong(Descriptor::size).sum();
  }

  /// Told of one layer alone.
  Progress of(int layer) {
    return new Progress() {
      @Override
      public void step(String sentence) {
        progress.step(sentence);
      }

      @Override
      public void advance(String part, long now, long of, Unit unit) {
        if (unit == Unit.BYTES && of > 0) {
          reached(layer, (long) ((double) now / of * layers.get(layer).size()));
        }
      }
    };
  }

  void done(int layer) {
    reached(layer, layers.get(layer).size());
  }

  private synchronized void reached(int layer, long now) {
    done[layer] = Math.max(done[layer], Math.min(now, layers.get(layer).size()));
    long sum = 0;
    for (long each : done) {
      sum += each;
    }
    progress.advance(Messages.of("reading-layers", layers.size()), sum, total, Progress.Unit.BYTES);
  }
}
