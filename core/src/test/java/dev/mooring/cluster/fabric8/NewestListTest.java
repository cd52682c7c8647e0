package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What followers of a watch are told, and since when it may be wrong.
final class NewestListTest {
  private static final Problem LOST =
      new Problem(Code.CONNECTION_LOST, "lost", "the test says so", Remedy.none());

  private final NewestList list = new NewestList();
  private final BlockingQueue<Watched> told = new LinkedBlockingQueue<>();
  private final Thread telling = Thread.ofVirtual().start(() -> list.tell(told::add));

  @AfterEach
  void end() throws InterruptedException {
    list.end();
    assertTrue(telling.join(Duration.ofSeconds(10)), "told on after the end");
  }

  @Test
  void eachChangeIsToldAsTheWholeListInTheOrderInWhichItsObjectsWereSeen() throws Exception {
    list.replace(List.of(object("a", "1"), object("b", "1")));
    assertEquals(List.of("a1", "b1"), next());
    list.put(object("a", "2"));
    assertEquals(List.of("a2", "b1"), next());
    list.put(object("c", "1"));
    assertEquals(List.of("a2", "b1", "c1"), next());
    list.remove(object("b", "9"));
    assertEquals(List.of("a2", "c1"), next());
    list.replace(List.of(object("d", "1")));
    assertEquals(List.of("d1"), next());
  }

  @Test
  void objectsOfTheSameNameInTwoNamespacesAreTwo() throws Exception {
    list.replace(
        List.of(
            object("a", "1"),
            new KubeObject(
                Document.of(Map.of("metadata", Map.of("name", "a", "namespace", "x"))))));
    assertEquals(2, next().size());
  }

  @Test
  void aListIsStaleSinceItWasLastHeardOfAndUntilItIsLive() throws Exception {
    Instant before = Instant.now();
    list.replace(List.of(object("a", "1")));
    take();
    list.lost(LOST);
    Watched stale = take();
    assertEquals(LOST, stale.why());
    Instant since = stale.staleSince();
    assertTrue(since != null && !since.isBefore(before), () -> "stale since " + since);
    list.put(object("a", "2"));
    assertEquals(since, take().staleSince());
    list.replace(List.of(object("a", "3")));
    Instant listed = take().staleSince();
    assertTrue(listed != null && listed.isAfter(since), "a new list is as of now");
    list.live();
    Watched live = take();
    assertNull(live.staleSince());
    assertNull(live.why());
    assertFalse(live.stale());
  }

  @Test
  void whatIsLostTwiceStaysStaleSinceTheFirstTimeAndSaysTheLastReason() throws Exception {
    list.replace(List.of());
    take();
    list.lost(LOST);
    Instant since = take().staleSince();
    list.heard();
    Problem later = LOST.withDetail("later");
    list.lost(later);
    Watched again = take();
    assertEquals(since, again.staleSince());
    assertEquals(later, again.why());
  }

  @Test
  void whatWasHeardOfLaterIsStaleSinceThen() throws Exception {
    list.replace(List.of());
    take();
    Instant before = Instant.now().plusNanos(1);
    while (!Instant.now().isAfter(before)) {
      Thread.onSpinWait();
    }
    list.heard();
    list.lost(LOST);
    Instant since = take().staleSince();
    assertTrue(since != null && !since.isBefore(before), "heard of after the list");
  }

  @Test
  void aSubscriberThatFailsIsToldTheNextList() throws Exception {
    BlockingQueue<Watched> failing = new LinkedBlockingQueue<>();
    Thread other =
        Thread.ofVirtual()
            .start(
                () ->
                    list.tell(
                        each -> {
                          failing.add(each);
                          throw new IllegalStateException("a test's subscriber");
                        }));
    list.put(object("a", "1"));
    assertEquals(1, objects(failing).size());
    list.put(object("b", "1"));
    assertEquals(2, objects(failing).size());
    list.end();
    assertTrue(other.join(Duration.ofSeconds(10)));
  }

  private List<String> next() throws InterruptedException {
    return take().objects().stream().map(each -> each.name() + each.resourceVersion()).toList();
  }

  private Watched take() throws InterruptedException {
    Watched next = told.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was told");
    }
    return next;
  }

  private static List<KubeObject> objects(BlockingQueue<Watched> from) throws InterruptedException {
    Watched next = from.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was told");
    }
    return next.objects();
  }

  private static KubeObject object(String name, String version) {
    return new KubeObject(
        Document.of(Map.of("metadata", Map.of("name", name, "resourceVersion", version))));
  }
}
