package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import java.util.List;

/// What several forwards come to.
///
/// @param running those that are not stopped
/// @param ailing those that run and do not serve
/// @param rate bytes per second at the moment
public record Sum(int all, int running, int ailing, int connections, long traffic, long rate) {
  static final Sum NOTHING = new Sum(0, 0, 0, 0, 0, 0);

  public static Sum of(List<ForwardStatus> forwards) {
    int running = 0;
    int ailing = 0;
    int connections = 0;
    long traffic = 0;
    long rate = 0;
    for (ForwardStatus each : forwards) {
      running += each.state() instanceof State.Stopped ? 0 : 1;
      ailing +=
          each.state() instanceof State.Waiting || each.state() instanceof State.Failed ? 1 : 0;
      connections += each.connections();
      traffic += each.received() + each.sent();
      rate += each.rate();
    }
    return new Sum(forwards.size(), running, ailing, connections, traffic, rate);
  }

  public Tone tone() {
    return running == 0 ? Tone.MUTED : ailing > 0 ? Tone.WARNING : Tone.SUCCESS;
  }

  /// "3 of 5 serve"; empty when nothing runs.
  public String words() {
    if (running == 0) {
      return "";
    }
    if (ailing > 0) {
      return Messages.of("of-not-serving", ailing, running);
    }
    return running == all
        ? Words.count(all, Messages.of("forward-serves"), Messages.of("forwards-serve"))
        : Messages.of("of-serve", running, all);
  }
}
