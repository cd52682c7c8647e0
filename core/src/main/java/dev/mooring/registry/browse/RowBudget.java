package dev.mooring.registry.browse;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;

/// Memory for the rows of one list: how many platforms and parts an image has is its pusher's
/// choice. What does not fit is a row that says so. Thread-safe.
final class RowBudget {
  /// Rows of 40,000 common images.
  static final long BYTES = 40L << 20;

  /// More are not even named.
  static final int MOST = 100_000;

  private static final int ROW = 350;
  private static final int DIGEST = 140;
  private static final int PLATFORM = 180;
  private static final int BARE = 250;

  private long left;
  private int named;

  RowBudget(long bytes) {
    left = bytes;
  }

  /// Whether not even another name fits.
  synchronized boolean isSpent() {
    return named >= MOST;
  }

  /// How many of some further names there is room for.
  synchronized int named(int more) {
    int room = Math.min(more, MOST - named);
    named += room;
    return room;
  }

  synchronized ImageRow fitted(ImageRow row) {
    long weight = row.summary().map(RowBudget::weight).orElse(0L) + BARE;
    if (weight <= left) {
      left -= weight;
      return row;
    }
    left -= BARE;
    return new ImageRow.Unreadable(row.repository(), row.tag(), tooMuch(row.repository()));
  }

  static Problem tooMuch(String repository) {
    return new Problem(
        Code.IMAGE_UNREADABLE,
        Messages.of("cannot-show-more-of", repository),
        Messages.of("the-list-is-longer-than-mooring-keeps"),
        new Remedy.Advice(Messages.of("list-one-repository-or-delete")));
  }

  private static long weight(ImageSummary image) {
    return ROW
        + (long) DIGEST * (image.contained().size() + image.configs().size())
        + (long) PLATFORM * image.platforms().size();
  }
}
