package dev.mooring.job;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class JobsTest {

  @Test
  void finishedJobSaysItsResultInWords() throws InterruptedException {
    try (Jobs jobs = new Jobs()) {
      Job<Integer> job =
          jobs.start(
              "Install",
              progress -> {
                progress.step("created Namespace a");
                progress.advance("creating", 1, 4, Progress.Unit.ITEMS);
                return 3;
              },
              n -> n + " objects changed");
      assertEquals(3, job.await());
      JobState.Done done = assertInstanceOf(JobState.Done.class, job.snapshot().state());
      assertEquals("3 objects changed", done.result());
      assertEquals(List.of("created Namespace a"), job.snapshot().steps());
    }
  }

  @Test
  void failedJobKeepsItsProblem() {
    Problem problem =
        new Problem(
            Code.GENERAL, "Can't install", "no storage class", new Remedy.Advice("Choose one"));
    try (Jobs jobs = new Jobs()) {
      Job<Void> job =
          jobs.start(
              "Install",
              progress -> {
                throw problem.raise();
              });
      assertEquals(problem, assertThrows(MooringException.class, job::await).problem());
      JobState.Failed failed = assertInstanceOf(JobState.Failed.class, job.snapshot().state());
      assertEquals(problem, failed.problem());
    }
  }

  @Test
  void whatIsAskedForAfterTheEndIsCancelledAndNeverBegins() {
    Jobs jobs = new Jobs();
    jobs.close();
    AtomicBoolean began = new AtomicBoolean();
    Job<Boolean> job = jobs.start("Read", progress -> began.getAndSet(true));
    assertEquals(Code.CANCELLED, assertThrows(MooringException.class, job::await).problem().code());
    assertInstanceOf(JobState.Cancelled.class, job.snapshot().state());
    assertFalse(began.get());
  }

  @Test
  void defectInTheWorkEndsTheJobAndIsNotHidden() {
    try (Jobs jobs = new Jobs()) {
      Job<Void> job =
          jobs.start(
              "Install",
              progress -> {
                throw new IllegalStateException("broken");
              });
      Problem problem = assertThrows(MooringException.class, job::await).problem();
      assertEquals(Code.DEFECT, problem.code());
      assertTrue(problem.detail().contains("broken"), problem::toString);
    }
  }

  @Test
  void wordsThatFailEndTheJobToo() {
    try (Jobs jobs = new Jobs()) {
      Job<Integer> job =
          jobs.start(
              "Install",
              progress -> 1,
              n -> {
                throw new IllegalStateException("no words");
              });
      assertThrows(MooringException.class, job::await);
      assertTrue(job.snapshot().state().ended());
    }
  }

  @Test
  void cancelInterruptsTheWork() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    try (Jobs jobs = new Jobs()) {
      Job<Void> job =
          jobs.start(
              "Wait",
              progress -> {
                started.countDown();
                new CountDownLatch(1).await();
                throw new AssertionError();
              });
      started.await();
      job.cancel();
      assertThrows(MooringException.class, job::await);
      assertInstanceOf(JobState.Cancelled.class, job.snapshot().state());
    }
  }

  @Test
  void workThatFinishesInSpiteOfACancelIsDone() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    try (Jobs jobs = new Jobs()) {
      Job<String> job =
          jobs.start(
              "Finish",
              progress -> {
                started.countDown();
                boolean seen = false;
                while (!seen) {
                  seen = cancelled.getCount() == 0;
                  Thread.onSpinWait();
                }
                return "x";
              });
      started.await();
      job.cancel();
      cancelled.countDown();
      assertEquals("x", job.await());
      assertInstanceOf(JobState.Done.class, job.snapshot().state());
    }
  }

  @Test
  void closingCancelsWhatRunsAndWaitsForIt() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    AtomicBoolean left = new AtomicBoolean();
    Job<Void> job;
    try (Jobs jobs = new Jobs()) {
      job =
          jobs.start(
              "Wait",
              progress -> {
                started.countDown();
                try {
                  new CountDownLatch(1).await();
                } finally {
                  left.set(true);
                }
                throw new AssertionError();
              });
      started.await();
    }
    assertTrue(left.get());
    assertInstanceOf(JobState.Cancelled.class, job.snapshot().state());
  }

  @Test
  void listKeepsTheNewestEndedJobsAndEveryRunningOne() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    try (Jobs jobs = new Jobs()) {
      Job<Boolean> running =
          jobs.start(
              "first",
              progress -> {
                go.await();
                return true;
              });
      for (int i = 0; i < 70; i++) {
        jobs.start("job " + i, progress -> true).await();
      }
      assertEquals("job 69", jobs.all().get().getFirst().title());
      assertTrue(jobs.all().get().size() <= 52, () -> "kept " + jobs.all().get().size());
      assertTrue(jobs.all().get().contains(running));
      go.countDown();
      running.await();
      jobs.clearEnded();
      assertEquals(List.of(), jobs.all().get());
    }
  }

  @Test
  void aJobInTheListKeepsNothingOfWhatItsWorkHeldOnTo() throws InterruptedException {
    try (Jobs jobs = new Jobs()) {
      WeakReference<Object> held = runsWithSomething(jobs);
      await()
          .untilAsserted(
              () -> {
                System.gc();
                assertNull(held.get());
              });
      assertEquals(1, jobs.all().get().size());
    }
  }

  private static WeakReference<Object> runsWithSomething(Jobs jobs) throws InterruptedException {
    List<Object> screen = new ArrayList<>();
    Job<Integer> job = jobs.start("Reading", progress -> screen.size(), n -> n + " " + screen);
    job.observe(snapshot -> screen.clear());
    job.await();
    return new WeakReference<>(screen);
  }

  @Test
  void stepsAreBounded() throws InterruptedException {
    try (Jobs jobs = new Jobs()) {
      Job<Boolean> job =
          jobs.start(
              "Talk",
              progress -> {
                for (int i = 0; i < 2000; i++) {
                  progress.step("step " + i);
                }
                return true;
              });
      job.await();
      assertEquals(500, job.snapshot().steps().size());
      assertEquals("step 1999", job.snapshot().steps().getLast());
    }
  }
}
