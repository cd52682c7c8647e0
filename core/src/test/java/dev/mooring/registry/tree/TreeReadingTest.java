package dev.mooring.registry.tree;

import static dev.mooring.registry.tree.Tables.file;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.layer.LayerTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// How a tree is filled while its layers are read.
final class TreeReadingTest {
  private static final int FILES = 50_000;

  private static void passes(CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(20, TimeUnit.SECONDS), "nothing came");
  }

  @Test
  void layersAreReadSideBySideAndMergedInTheirOrder() throws InterruptedException {
    CountDownLatch upperRead = new CountDownLatch(1);
    Tables tables =
        new Tables() {
          @Override
          public LayerTable table(
              ImageSource source,
              Descriptor layer,
              Consumer<? super LayerEntry> each,
              Progress progress)
              throws InterruptedException {
            if (layer.equals(layers().getFirst())) {
              passes(upperRead);
            }
            LayerTable table = super.table(source, layer, each, progress);
            if (layer.equals(layers().getLast())) {
              upperRead.countDown();
            }
            return table;
          }
        };
    ImageTree tree =
        tables
            .layer(file("a", 100), file("gone", 10))
            .layer(file("a", 20))
            .layer(file("a", 3), file(".wh.gone", 0))
            .tree();
    assertEquals(List.of("a"), Tables.paths(tree));
    assertEquals(3, tree.bytes());
    assertEquals(130, tree.wasted());
    assertEquals(2, tree.find("a").orElseThrow().version().layer());
  }

  @Test
  void theFirstRowsAreToldOfWhileTheLayerIsStillRead() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    AtomicInteger first = new AtomicInteger();
    Tables tables =
        new Tables() {
          @Override
          public LayerTable table(
              ImageSource source,
              Descriptor layer,
              Consumer<? super LayerEntry> each,
              Progress progress)
              throws InterruptedException {
            LayerTable all = super.table(source, layer, entry -> {}, progress);
            all.entries().subList(0, 500).forEach(each);
            passes(told);
            all.entries().subList(500, 1_000).forEach(each);
            return all;
          }
        };
    tables.layer(files(1_000, ""));
    ImageTree tree =
        ImageTree.read(
            tables,
            tables,
            tables.layers(),
            seen -> {
              first.compareAndSet(0, seen.children("").size());
              told.countDown();
            },
            Progress.none());
    assertTrue(first.get() > 0 && first.get() <= 500, first + " at first");
    assertEquals(1_000, tree.count());
  }

  @Test
  void aLayerThatCannotBeReadEndsTheOthersAndIsTold() {
    Tables tables =
        new Tables() {
          @Override
          public LayerTable table(
              ImageSource source,
              Descriptor layer,
              Consumer<? super LayerEntry> each,
              Progress progress)
              throws InterruptedException {
            if (layer.equals(layers().getLast())) {
              throw new Problem(
                      Code.IMAGE_UNREADABLE, "what", "why", new Remedy.Advice("do something"))
                  .raise();
            }
            new CountDownLatch(1).await();
            throw new IllegalStateException("was not ended");
          }
        };
    tables.layer(file("a", 1)).layer(file("b", 1));
    MooringException failed = assertThrows(MooringException.class, tables::tree);
    assertEquals(Code.IMAGE_UNREADABLE, failed.problem().code());
  }

  @Test
  void progressCountsTheBytesOfAllLayers() throws InterruptedException {
    AtomicLong last = new AtomicLong();
    Tables tables =
        new Tables() {
          @Override
          public LayerTable table(
              ImageSource source,
              Descriptor layer,
              Consumer<? super LayerEntry> each,
              Progress progress)
              throws InterruptedException {
            progress.advance("layer", 40, 80, Progress.Unit.BYTES);
            return super.table(source, layer, each, progress);
          }
        };
    tables.layer(file("a", 1)).layer(file("b", 1));
    ImageTree.read(
        tables,
        tables,
        tables.layers(),
        tree -> {},
        new Progress() {
          @Override
          public void step(String sentence) {}

          @Override
          public void advance(String part, long done, long total, Unit unit) {
            assertEquals(2_000, total);
            assertTrue(done >= last.getAndSet(done), "it goes forward");
          }
        });
    assertEquals(2_000, last.get());
  }

  @Test
  void fiftyThousandFilesTakeLittleMemory() throws InterruptedException {
    Tables tables = new Tables().layer(files(FILES, "usr/")).layer(files(FILES / 5, "usr/"));
    long before = used();
    ImageTree tree = tables.tree();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              long grown = used() - before;
              assertTrue(grown < 24 << 20, (grown >> 10) + " KiB beside the tables");
            });
    assertEquals(FILES + FILES / 100 + 1, tree.count());
    assertEquals(FILES / 5, share(tree, 1));
  }

  private static int share(ImageTree tree, int layer) {
    return tree.layers().get(layer).replaced();
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /// A hundred in each folder.
  private static List<LayerEntry> files(int count, String prefix) {
    List<LayerEntry> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(
          prefix.isEmpty()
              ? file("file-" + i, 1)
              : file(prefix + "folder-" + i / 100 + "/some-file-" + i + ".txt", 1));
    }
    return files;
  }
}
