package dev.mooring.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.mooring.job.Progress.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressTreeTest {
  private final List<String> steps = new ArrayList<>();
  private final AtomicInteger changes = new AtomicInteger();
  private final ProgressTree tree = new ProgressTree(steps::add, changes::incrementAndGet);

  @Test
  void whatIsUnderWayIsListedUntilItIsDone() {
    Progress image = tree.part("linux/amd64");
    assertEquals(List.of(), tree.parts(), "it said nothing yet");
    image.advance("", 1, 10, Unit.BYTES);
    Progress layer = image.part("layer");
    layer.advance("", 1, 5, Unit.BYTES);
    assertEquals(
        List.of(
            new ProgressTree.Part(
                "linux/amd64",
                1,
                10,
                Unit.BYTES,
                List.of(new ProgressTree.Part("layer", 1, 5, Unit.BYTES, List.of())))),
        tree.parts());
    layer.advance("", 5, 5, Unit.BYTES);
    assertEquals(List.of(), tree.parts().getFirst().parts());
    image.advance("", 10, 10, Unit.BYTES);
    assertEquals(List.of(), tree.parts());
    assertEquals(4, changes.get());
    layer.step("done");
    assertEquals(List.of("done"), steps);
  }

  @Test
  void thereIsABoundToWhatIsListed() {
    for (int i = 0; i < 1_000; i++) {
      tree.part("layer " + i).advance("", 0, 1, Unit.BYTES);
    }
    assertEquals(100, tree.parts().size());
  }

  @Test
  void aJobTellsItsPartsWithItsWhole() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (Jobs jobs = new Jobs()) {
      Job<Void> job =
          jobs.start(
              "Copying",
              progress -> {
                progress.part("layer").advance("", 1, 5, Unit.BYTES);
                progress.advance("Copying app", 1, 9, Unit.BYTES);
                seen.await();
                return null;
              });
      List<List<String>> told = new ArrayList<>();
      CountDownLatch whole = new CountDownLatch(1);
      job.observe(
          each -> {
            if (each.state() instanceof JobState.Running now && now.done() == 1) {
              told.add(now.parts().stream().map(ProgressTree.Part::name).toList());
              whole.countDown();
            }
          });
      whole.await();
      assertEquals(List.of(List.of("layer")), told);
      seen.countDown();
      job.await();
      assertInstanceOf(JobState.Done.class, job.snapshot().state());
    }
  }
}
