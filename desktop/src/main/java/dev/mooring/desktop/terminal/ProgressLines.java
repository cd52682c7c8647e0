package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.job.Progress;

/// Draws running work: its steps, and how far the present part is where there is a screen.
final class ProgressLines implements Progress {
  private static final long BETWEEN_DRAWS = 100_000_000;

  private final Output output;
  private final boolean steps;
  private String part = "";
  private long begun;
  private long drawn;

  /// @param steps whether steps are kept as lines; else the next one overwrites them
  ProgressLines(Output output, boolean steps) {
    this.output = output;
    this.steps = steps;
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
    long at = System.nanoTime();
    if (!now.equals(part)) {
      part = now;
      begun = at;
    } else if (at - drawn < BETWEEN_DRAWS && done < total) {
      return;
    }
    drawn = at;
    output.progress(words(done, total, unit, (at - begun) / 1e9));
  }

  private String words(long done, long total, Unit unit, double seconds) {
    String amount = unit == Unit.BYTES ? Words.size(done) : String.valueOf(done);
    if (total > 0) {
      String whole = unit == Unit.BYTES ? Words.size(total) : String.valueOf(total);
      amount = Messages.of("of", done * 100 / total, amount, whole);
    }
    String speed =
        unit == Unit.BYTES && seconds > 0.5
            ? "  " + Words.size((long) (done / seconds)) + "/s"
            : "";
    return part + "  " + amount + speed;
  }
}
