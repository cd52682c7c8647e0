package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.job.Progress;
import dev.mooring.job.ProgressTree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Draws running work: its steps, and where there is a screen how far the present part is, with
/// what goes on side by side below it. Where there is none, work that takes long says so in a plain
/// line every ten seconds.
final class ProgressLines implements Progress {
  private static final long BETWEEN_DRAWS = 100_000_000;
  private static final long BETWEEN_LINES = 10_000_000_000L;

  /// Below the whole.
  private static final int MOST_LINES = 8;

  private final Output output;
  private final boolean steps;
  private final LongSupplier nanos;
  private final ProgressTree tree = new ProgressTree(this::step, this::changed);
  private String part = "";
  private String whole = "";
  private long begun;
  private long drawn;

  /// @param steps whether steps are kept as lines; else the next one overwrites them
  ProgressLines(Output output, boolean steps) {
    this(output, steps, System::nanoTime);
  }

  ProgressLines(Output output, boolean steps, LongSupplier nanos) {
    this.output = output;
    this.steps = steps;
    this.nanos = nanos;
  }

  @Override
  public void step(String sentence) {
    if (steps) {
      output.note(sentence);
    } else {
      output.progress(sentence);
    }
  }

  @Override
  public synchronized void advance(String now, long done, long total, Unit unit) {
    long at = nanos.getAsLong();
    if (!now.equals(part)) {
      part = now;
      begun = at;
      drawn = at - BETWEEN_DRAWS;
    }
    if (!output.isScreen()) {
      if (unit == Unit.BYTES && at - Math.max(drawn, begun) >= BETWEEN_LINES && done < total) {
        drawn = at;
        output.note(part + "  " + words(done, total, unit, (at - begun) / 1e9));
      }
      return;
    }
    whole = part + "  " + words(done, total, unit, (at - begun) / 1e9);
    if (at - drawn >= BETWEEN_DRAWS || done >= total) {
      draw(at);
    }
  }

  @Override
  public Progress part(String name) {
    return tree.part(name);
  }

  private synchronized void changed() {
    long at = nanos.getAsLong();
    if (output.isScreen() && !whole.isEmpty() && at - drawn >= BETWEEN_DRAWS) {
      draw(at);
    }
  }

  private void draw(long at) {
    drawn = at;
    List<String> below = new ArrayList<>();
    below(tree.parts(), "  ", below);
    List<String> lines = new ArrayList<>(List.of(whole));
    lines.addAll(below.subList(0, Math.min(below.size(), MOST_LINES)));
    if (below.size() > MOST_LINES) {
      lines.add("  " + Messages.of("parts-more", below.size() - MOST_LINES));
    }
    output.progress(lines);
  }

  private static void below(List<ProgressTree.Part> parts, String indent, List<String> lines) {
    for (ProgressTree.Part each : parts) {
      lines.add(indent + each.name() + "  " + words(each.done(), each.total(), each.unit(), 0));
      below(each.parts(), indent + "  ", lines);
    }
  }

  private static String words(long done, long total, Unit unit, double seconds) {
    String amount = unit == Unit.BYTES ? Words.size(done) : String.valueOf(done);
    if (total > 0) {
      String all = unit == Unit.BYTES ? Words.size(total) : String.valueOf(total);
      amount = Messages.of("of", done * 100 / total, amount, all);
    }
    String speed =
        unit == Unit.BYTES && seconds > 0.5
            ? "  " + Words.size((long) (done / seconds)) + "/s"
            : "";
    return amount + speed;
  }
}
