package dev.mooring.desktop.registry.compare;

import dev.mooring.desktop.fx.LongRead;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.job.Progress;
import dev.mooring.registry.Platform;
import dev.mooring.registry.diff.ComparedImage;
import dev.mooring.registry.diff.ImageComparison;
import dev.mooring.registry.diff.ImageDifference;
import dev.mooring.registry.diff.Question;
import dev.mooring.registry.layer.Layers;
import dev.mooring.registry.transfer.PlatformChoice;
import dev.mooring.registry.tree.ChosenImage;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Two images that are compared, and how. On the UI's thread.
public final class CompareViewModel implements AutoCloseable {
  private final Layers layers;
  private final LongRead<Comparison> comparison;
  private Side from;
  private Side to;
  private boolean strict;
  private boolean shared;
  private Optional<Platform> platform = Optional.empty();

  /// @param layers what the layers of images hold
  /// @param reads what only a screen wants to know
  public CompareViewModel(Side from, Side to, Layers layers, Jobs reads, Ui ui) {
    this.from = from;
    this.to = to;
    this.layers = layers;
    comparison = new LongRead<>(Messages.of("comparing"), reads, ui);
    compare();
  }

  LongRead<Comparison> comparison() {
    return comparison;
  }

  Side from() {
    return from;
  }

  Side to() {
    return to;
  }

  boolean isStrict() {
    return strict;
  }

  /// Begins, or begins anew.
  void compare() {
    Side first = from;
    Side second = to;
    Question question =
        new Question(
            strict ? Question.Mode.STRICT : Question.Mode.SEMANTIC,
            Question.ALL,
            shared ? Long.MAX_VALUE : Question.LITTLE_SHARED);
    Optional<PlatformChoice> asked = platform.map(PlatformChoice::new);
    comparison.start(progress -> compare(first, second, question, asked, progress));
  }

  private Comparison compare(
      Side first, Side second, Question question, Optional<PlatformChoice> asked, Progress progress)
      throws InterruptedException {
    AtomicLong bytes = new AtomicLong();
    try (Side.Opened one = first.place().open();
        Side.Opened other = second.place().open()) {
      ComparedImage before = image(new CountedSource(one.source(), bytes), first, asked);
      ComparedImage after = image(new CountedSource(other.source(), bytes), second, asked);
      ImageDifference difference =
          new ImageComparison(layers).compare(before, after, question, progress);
      return new Comparison(
          new Comparison.Shown(first.name(), before.chosen()),
          new Comparison.Shown(second.name(), after.chosen()),
          question,
          difference,
          DifferenceRows.of(difference),
          bytes.get());
    }
  }

  private static ComparedImage image(
      CountedSource source, Side side, Optional<PlatformChoice> asked) throws InterruptedException {
    return new ComparedImage(source, ChosenImage.of(source, side.reference(), asked));
  }

  /// The other way round.
  void swap() {
    Side first = from;
    from = to;
    to = first;
    compare();
  }

  /// Everything counts, or only what programs can meet.
  void strict(boolean now) {
    if (now != strict) {
      strict = now;
      compare();
    }
  }

  /// Reads what both images share, too, however large it is.
  void readShared() {
    shared = true;
    compare();
  }

  void choose(Platform next) {
    if (!platform.equals(Optional.of(next))) {
      platform = Optional.of(next);
      compare();
    }
  }

  /// Ends what is being read.
  @Override
  public void close() {
    comparison.close();
  }
}
