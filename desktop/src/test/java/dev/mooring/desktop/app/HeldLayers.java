package dev.mooring.desktop.app;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.layer.LayerTable;
import dev.mooring.registry.layer.Layers;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Layers as they are, which can be held up on the way, or fail.
final class HeldLayers implements Layers {
  private final Layers all;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger given = new AtomicInteger();
  private volatile boolean held;
  private volatile boolean fails;

  HeldLayers(Layers all) {
    this.all = all;
  }

  /// After some entries, until it is released or interrupted.
  void hold(boolean next) {
    synchronized (this) {
      held = next;
      notifyAll();
    }
  }

  void fail(boolean next) {
    fails = next;
  }

  /// How many layers were asked for.
  int asked() {
    return asked.get();
  }

  @Override
  public LayerTable table(
      ImageSource source, Descriptor layer, Consumer<? super LayerEntry> each, Progress progress)
      throws InterruptedException {
    asked.incrementAndGet();
    if (fails) {
      throw new Problem(
              Code.REGISTRY_UNREACHABLE,
              "Can't read layer 1 of ana/app",
              "the connection was lost",
              new Remedy.Advice("Try again"))
          .raise();
    }
    LayerTable table = all.table(source, layer, entry -> {}, progress);
    for (LayerEntry entry : table.entries()) {
      each.accept(entry);
      if (held && given.incrementAndGet() >= 150) {
        progress.advance("layer", layer.size() / 2, layer.size(), Progress.Unit.BYTES);
        synchronized (this) {
          while (held) {
            wait();
          }
        }
      }
    }
    return table;
  }

  @Override
  public InputStream open(ImageSource source, Descriptor layer, LayerEntry file)
      throws InterruptedException {
    return all.open(source, layer, file);
  }
}
