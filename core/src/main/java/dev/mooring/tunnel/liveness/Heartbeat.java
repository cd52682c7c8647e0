package dev.mooring.tunnel.liveness;

/// Decides when a tunnel is asked and when its silence is news. One thread looks.
///
/// While anybody wants to know, it is asked every 250 ms, and called silent 500 ms after a
/// question that nothing followed. It holds no clock and sends nothing: times are
/// `System.nanoTime()`, and the caller asks.
public final class Heartbeat {
  private static final long PAUSE = 250_000_000L;
  private static final long SILENCE = 500_000_000L;

  /// Between two questions whether the way still stands while an upload does not move.
  private static final long UPLOADS = 10_000_000_000L;

  /// What is to be done now.
  public enum Look {
    NOTHING,
    ASK,
    STALLED,
    SILENT,
    HEARD
  }

  private long asked;
  private boolean awaited;
  private boolean silent;
  private long stalled;

  public Heartbeat(long now) {
    asked = now;
    stalled = now - UPLOADS;
  }

  /// Called several times as often as questions are due.
  ///
  /// @param received when anything came last
  /// @param used whether anybody wants to know
  /// @param excused whether silence alone means nothing, because bytes wait before the
  /// question
  public Look look(long now, long received, boolean used, boolean excused) {
    if (awaited && received - asked >= 0) {
      awaited = false;
      if (silent) {
        silent = false;
        return Look.HEARD;
      }
    }
    if (!used) {
      awaited = false;
      return Look.NOTHING;
    }
    if (!awaited) {
      if (now - asked < PAUSE) {
        return Look.NOTHING;
      }
      asked = now;
      awaited = true;
      return Look.ASK;
    }
    if (silent || now - asked < SILENCE) {
      return Look.NOTHING;
    }
    if (excused) {
      if (now - stalled < UPLOADS) {
        return Look.NOTHING;
      }
      stalled = now;
      return Look.STALLED;
    }
    silent = true;
    return Look.SILENT;
  }
}
