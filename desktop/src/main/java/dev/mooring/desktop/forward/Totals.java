package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import java.util.List;

/// Several forwards, counted.
///
/// @param started those that are not stopped
/// @param failing those that are started and wait or have failed
/// @param rate bytes per second at the moment
public record Totals(int all, int started, int failing, int connections, long traffic, long rate) {
  static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

  public static Totals of(List<ForwardStatus> forwards) {
    int started = 0;
    int failing = 0;
    int connections = 0;
    long traffic = 0;
    long rate = 0;
    for (ForwardStatus each : forwards) {
      started += each.state() instanceof State.Stopped ? 0 : 1;
      failing +=
          each.state() instanceof State.Waiting || each.state() instanceof State.Failed ? 1 : 0;
      connections += each.connections();
      traffic += each.received() + each.sent();
      rate += each.rate();
    }
    return new Totals(forwards.size(), started, failing, connections, traffic, rate);
  }

  public Tone tone() {
    return started == 0 ? Tone.MUTED : failing > 0 ? Tone.WARNING : Tone.SUCCESS;
  }

  /// What the rail shows beside the place.
  Mark mark() {
    String words =
        started == 0
            ? ""
            : failing > 0 ? Messages.count("mark-failing", failing) : Messages.of("mark-active");
    return new Mark(all == 0 ? "" : String.valueOf(started), tone(), words);
  }

  /// "3 of 5 active"; empty when nothing is started.
  public String words() {
    if (started == 0) {
      return "";
    }
    if (failing > 0) {
      return Messages.of("totals-failing", failing, started);
    }
    return started == all
        ? Messages.of("totals-active", all)
        : Messages.of("totals-some-active", started, all);
  }
}
