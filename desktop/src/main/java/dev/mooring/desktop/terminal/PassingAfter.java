package dev.mooring.desktop.terminal;

import dev.mooring.job.Progress;

/// Steps as lines, and from a moment on only in passing, because the result says them again.
final class PassingAfter implements Progress {
  private final Progress passing;
  private volatile Progress now;

  PassingAfter(Progress lines, Progress passing) {
    this.now = lines;
    this.passing = passing;
  }

  void passing() {
    now = passing;
  }

  @Override
  public void step(String sentence) {
    now.step(sentence);
  }

  @Override
  public void advance(String part, long done, long total, Unit unit) {
    now.advance(part, done, total, unit);
  }

  @Override
  public Progress part(String name) {
    return now.part(name);
  }
}
