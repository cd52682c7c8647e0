package dev.mooring.forward.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.job.Subscription;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private final Announcer<Integer> announcer = new Announcer<>(0);

  private void say(int value) {
    announcer.add(value);
    announcer.tell();
  }

  @Test
  void everySubscriberHearsEachValueInOrderAlsoWhenOneAnswersWithAnother() {
    List<Integer> first = new CopyOnWriteArrayList<>();
    List<Integer> second = new CopyOnWriteArrayList<>();
    announcer.subscribe(
        value -> {
          first.add(value);
          if (value == 1) {
            say(2);
          }
        });
    announcer.subscribe(second::add);
    say(1);
    say(1);

    assertEquals(List.of(0, 1, 2, 1), first.subList(0, 4));
    assertEquals(first, second);
  }

  @Test
  void whoBringsNewsDoesNotWaitForASlowSubscriber() throws Exception {
    BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    CountDownLatch go = new CountDownLatch(1);
    announcer.subscribe(
        value -> {
          try {
            heard.add(value);
            if (value == 1) {
              go.await();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Thread slow = Thread.ofVirtual().start(() -> say(1));
    assertEquals(0, heard.poll(10, TimeUnit.SECONDS));
    assertEquals(1, heard.poll(10, TimeUnit.SECONDS));

    say(2);
    say(3);
    go.countDown();
    slow.join();

    assertEquals(List.of(2, 3), List.copyOf(heard));
  }

  @Test
  void whoHasLeftIsToldNothing() {
    List<Integer> heard = new CopyOnWriteArrayList<>();
    Subscription subscription = announcer.subscribe(heard::add);
    announcer.add(1);
    subscription.close();
    announcer.tell();
    say(2);

    assertEquals(List.of(0), heard);
  }

  @Test
  void oneThatFailsLosesNoValueForTheOthers() {
    List<Integer> heard = new CopyOnWriteArrayList<>();
    announcer.subscribe(heard::add);
    announcer.subscribe(
        value -> {
          if (value == 1) {
            throw new IllegalStateException("planted");
          }
        });
    try {
      say(1);
    } catch (IllegalStateException planted) {
      assertEquals("planted", planted.getMessage());
    }
    say(2);

    assertEquals(List.of(0, 1, 2), heard);
  }
}
