package dev.mooring.stack.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.stack.render.Collecting;
import org.junit.jupiter.api.Test;

final class CollectionLogTest {
  private final CollectionLog log = new CollectionLog("7", 1, Progress.none());

  /// A pod that has taken the request carries it out when it is withdrawn, unless it goes too.
  @Test
  void aPodThatWaitsForTheOneBeforeCollectsAlready() {
    assertFalse(log.collecting());
    log.line(Collecting.SAYS + "7 waits");
    assertTrue(log.collecting());
    assertFalse(log.begun());
    log.line(Collecting.SAYS + "7 begin 20");
    log.line(Collecting.SAYS + "7 end 0 5");
    assertFalse(log.collecting());
    assertFalse(log.over());
    log.line(Collecting.SAYS + "7 writable");
    assertTrue(log.over());
    assertEquals(20 * 1024, log.before());
    assertEquals(5 * 1024, log.after());
  }
}
