package dev.mooring.desktop.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.archives.VolumePlace;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class StackJobsTest {
  private static final Remedy NONE = Remedy.none();

  @Test
  void anExpiredCertificateStopsNoInstallAsThatRenewsIt() {
    Finding expired = Finding.blocker("stack.certificate", "Certificate", "expired", NONE);
    Finding port = Finding.blocker("port.nodes", "Node port", "taken", NONE);
    Finding slow = Finding.warning("cluster.server", "Cluster", "old", NONE);
    assertEquals(List.of(port), StackJobs.blockers(List.of(expired, slow, port)));
  }

  @Test
  void jobsOnAVolumeNameTheFurtherRegistryThatTheyAreAbout() {
    try (Jobs jobs = new Jobs();
        Jobs reads = new Jobs()) {
      StorageJobs storage =
          new StorageJobs(
              null,
              null,
              null,
              options -> {
                throw new Problem(Code.GENERAL, "Can't", "none", NONE).raise();
              },
              () -> StackOptions.defaults().named("team-a"),
              new StackWork(),
              jobs,
              reads,
              new DirectUi());
      storage.saveToVolume(VolumePlace.parse("nightly"));
      storage.seedFromVolume(VolumePlace.parse("nightly"));
      await().until(() -> jobs.all().get().size() == 2);
      assertEquals(
          List.of(true, true),
          jobs.all().get().stream().map(each -> each.title().endsWith(" (team-a)")).toList());
    }
  }

  private static final class DirectUi implements Ui {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public <T> Consumer<T> newest(Consumer<? super T> target) {
      return target::accept;
    }
  }
}
