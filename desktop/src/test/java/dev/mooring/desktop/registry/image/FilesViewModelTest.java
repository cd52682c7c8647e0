package dev.mooring.desktop.registry.image;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.OddRegistry;
import dev.mooring.job.Jobs;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.archive.TarLayout;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.layer.IndexedLayers;
import dev.mooring.registry.tree.ChosenImage;
import dev.mooring.registry.tree.ImageDescription;
import dev.mooring.registry.tree.ImageTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class FilesViewModelTest {
  @TempDir Path home;

  private final BlockingQueue<Runnable> screen = new LinkedBlockingQueue<>();

  /// Runs what was handed to the screen until something is so.
  private void until(java.util.concurrent.Callable<Boolean> so) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              for (Runnable each = screen.poll(); each != null; each = screen.poll()) {
                each.run();
              }
              return so.call();
            });
  }

  private OpenedImage image(OddRegistry registry, ImageSource source) throws Exception {
    TarLayout tar = new TarLayout();
    tar.add("etc/motd", new byte[10]);
    tar.add("etc/passwd", new byte[20]);
    registry.blob(tar.bytes());
    byte[] config = OddRegistry.config(Map.of("os", "linux", "architecture", "amd64"));
    registry.blob(config);
    registry.manifest(
        "1",
        OddRegistry.MANIFEST,
        OddRegistry.json(
            OddRegistry.manifest(
                OddRegistry.descriptor(OddRegistry.CONFIG, config),
                List.of(
                    OddRegistry.descriptor(
                        "application/vnd.oci.image.layer.v1.tar", tar.bytes())))));
    ChosenImage chosen = ChosenImage.of(source, "1", Optional.empty());
    return new OpenedImage(chosen, ImageDescription.of(source, chosen.image()));
  }

  @Test
  @Timeout(60)
  void whoeverWalksThroughALargeTreeHoldsUpNobodyOnTheScreen() throws Exception {
    CountDownLatch walking = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (OddRegistry registry = new OddRegistry();
        HttpRegistry client = new HttpRegistry(registry.uri(), null);
        Jobs jobs = new Jobs()) {
      ImageSource source = client.source("odd");
      try (FilesViewModel model =
          new FilesViewModel(source, new IndexedLayers(home), jobs, jobs, new QueuedUi())) {
        model.of(image(registry, source));
        model.look();
        until(() -> model.reading().get().is(Reading.State.COMPLETE));
        ImageTree tree = model.tree();
        jobs.start(
            "search",
            progress -> {
              tree.walk("", file -> waited(walking, go));
              return true;
            });
        walking.await();
        AtomicReference<Map<String, List<FileRow>>> found = new AtomicReference<>(Map.of());
        model.children(List.of("etc"), found::set);
        assertEquals(3, model.sums().count());
        assertEquals(30, model.sums().bytes());
        assertEquals(Map.of(), found.get(), "the search goes on");
        go.countDown();
        until(() -> !found.get().isEmpty());
        assertEquals(
            List.of("etc/motd", "etc/passwd"),
            found.get().get("etc").stream().map(FileRow::path).toList());
      } finally {
        go.countDown();
      }
    }
  }

  private static boolean waited(CountDownLatch walking, CountDownLatch go) {
    walking.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /// The screen's thread is the test's own.
  private final class QueuedUi implements Ui {
    @Override
    public void execute(Runnable task) {
      screen.add(task);
    }

    @Override
    public <T> Consumer<T> newest(Consumer<? super T> target) {
      return value -> execute(() -> target.accept(value));
    }
  }
}
