package dev.mooring.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugTarget;
import dev.mooring.desktop.tray.Notice;
import dev.mooring.job.Progress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StopNoticesTest {
  private static final String SOON = "Pod hello continues in 4 s";

  private final HandFedDebugger debugger = new HandFedDebugger();
  private final StopNotices notices = new StopNotices();

  @Test
  void eachStopThatSoonEndsIsToldOnce() {
    debugger.attach(
        new DebugTarget("shop", "deploy/hello", ""), new DebugOptions("", 0, ""), Progress.none());
    assertEquals(Optional.empty(), look());
    for (int stop = 0; stop < 2; stop++) {
      debugger.session().press(Optional.of(SOON));
      assertEquals(
          Optional.of(new Notice("hello-7d9f is stopped by its debugger", SOON + ".", false)),
          look());
      assertEquals(Optional.empty(), look());
      debugger.session().press(Optional.empty());
      assertEquals(Optional.empty(), look());
    }
    debugger.session().press(Optional.of(SOON));
    assertEquals(Optional.empty(), notices.look(List.of()));
  }

  private Optional<Notice> look() {
    return notices.look(debugger.sessions());
  }
}
