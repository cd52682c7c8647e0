package dev.mooring.desktop.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Cluster;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.Target;
import dev.mooring.job.Jobs;
import dev.mooring.workload.ContainerLog;
import dev.mooring.workload.PodContainer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A live log, fed by hand.
final class LogTailTest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Jobs reads = new Jobs();
  private final ExecutorService window = Executors.newSingleThreadExecutor();
  private volatile Consumer<String> container;
  private final LogTail tail =
      new LogTail(cluster(), Target.parse("deploy/hello", "ux", ""), reads, new OneThread(window));

  @AfterEach
  void end() {
    reads.close();
    window.close();
  }

  private Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, values) -> {
              if (!method.getName().equals("followLog")) {
                throw new UnsupportedOperationException(method.getName());
              }
              @SuppressWarnings("unchecked")
              Consumer<String> line = (Consumer<String>) values[4];
              container = line;
              asked.countDown();
              try {
                new CountDownLatch(1).await();
              } finally {
                ended.countDown();
              }
              return null;
            });
  }

  private void follow() throws Exception {
    window.submit(() -> tail.follow(new PodContainer("ux", "hello-1", "app"))).get();
    asked.await();
  }

  private List<String> lines() {
    try {
      return window.submit(() -> List.copyOf(tail.lines())).get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void untilLines(int count, String last) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> lines().size() == count && lines().getLast().equals(last));
  }

  @Test
  void onlyTheNewestFiveThousandLinesAreKept() throws Exception {
    follow();
    for (int i = 1; i <= 12_000; i++) {
      container.accept("line " + i);
    }
    untilLines(ContainerLog.MOST, "line 12000");
    assertEquals("line 7001", lines().getFirst());
  }

  @Test
  void whilePausedNothingMovesAndThenAllThatCameIsThere() throws Exception {
    follow();
    container.accept("before");
    untilLines(1, "before");
    window.submit(() -> tail.paused().set(true)).get();
    container.accept("meanwhile");
    assertEquals(List.of("before"), lines());
    window.submit(() -> tail.paused().set(false)).get();
    untilLines(2, "meanwhile");
  }

  @Test
  void closingEndsTheReading() throws Exception {
    follow();
    window.submit(tail::close).get();
    assertEquals(true, ended.await(20, TimeUnit.SECONDS));
  }

  private record OneThread(ExecutorService window) implements Ui {
    @Override
    public void execute(Runnable work) {
      window.execute(work);
    }

    @Override
    public <T> Consumer<T> newest(Consumer<? super T> target) {
      return value -> window.execute(() -> target.accept(value));
    }
  }
}
