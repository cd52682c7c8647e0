package dev.mooring.forward.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.AccountName;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.ForwardList.Entry;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardListTest {
  private static final Problem TAKEN =
      new Problem(Code.PORT_TAKEN, "cannot listen", "taken", new Remedy.Advice("choose another"));

  private final ForwardList list = new ForwardList();

  private static Entry entry(String name) {
    return Entry.failed(
        ForwardSpec.of(name, new Target.Service("shop", name, "80"), 0),
        new ForwardLog(Clock.systemUTC()),
        TAKEN);
  }

  private List<String> names() {
    return list.all().stream().map(each -> each.spec().name()).toList();
  }

  @Test
  void oneThatIsReplacedKeepsItsPlace() {
    list.put(entry("a"));
    list.put(entry("b"));
    Entry again = entry("a");
    assertTrue(list.put(again));
    assertEquals(List.of("a", "b"), names());
    assertEquals(again, list.find("a"));
  }

  @Test
  void oneThatIsStoppedStaysAndTellsWhatItWas() {
    Entry failed = entry("a");
    list.put(failed);
    assertEquals(failed, list.stop("a"));
    assertEquals(new ForwardStatus.State.Stopped(), list.all().getFirst().status().state());
    assertNull(list.stop("b"));
    assertEquals(List.of("a"), names());
  }

  @Test
  void aRetryDoesNotBringBackWhatWasStoppedOrRemovedMeanwhile() {
    Entry failed = entry("a");
    list.put(failed);
    list.stop("a");
    assertFalse(list.replace(failed, entry("a")));
    list.put(failed);
    list.remove("a");
    assertFalse(list.replace(failed, entry("a")));
    assertEquals(List.of(), names());
    list.put(failed);
    assertTrue(list.replace(failed, entry("a")));
  }

  @Test
  void aClosedListGivesUpWhatItHadAndTakesNoMore() {
    Entry first = entry("a");
    list.put(first);
    assertEquals(List.of(first), list.close());
    assertFalse(list.put(entry("b")));
    assertFalse(list.replace(first, entry("a")));
    assertEquals(List.of(), names());
  }

  @Test
  void ofThoseThatFailedOnlyThoseThroughTheMeshMayStartByThemselvesAndOnlyAfterWhatPasses() {
    ForwardSpec plain = ForwardSpec.of("plain", new Target.Service("shop", "a", "80"), 0);
    ForwardSpec mesh = plain.withAs(new AccountName("shop", "baker"));
    Problem busy = new Problem(Code.API_BUSY, "no answer", "busy", new Remedy.Advice("wait"));
    ForwardLog log = new ForwardLog(Clock.systemUTC());
    Entry again = Entry.failed(mesh.withName("again"), log, busy);
    list.put(Entry.failed(plain, log, busy));
    list.put(Entry.failed(mesh.withName("taken"), log, TAKEN));
    list.put(again);
    list.put(Entry.failed(mesh.withName("stopped"), log, busy));
    list.stop("stopped");
    assertEquals(List.of(again), list.failed());
    assertEquals(List.of(), list.running());
    assertEquals(new ForwardStatus.State.Failed(busy), again.status().state());
    again.close();
  }

  @Test
  void oneThatIsRemovedIsGivenBackOnceAndIsNotFoundAnyMore() {
    Entry entry = entry("a");
    list.put(entry);
    assertEquals(entry, list.remove("a"));
    assertNull(list.remove("a"));
    assertNull(list.find("a"));
  }
}
