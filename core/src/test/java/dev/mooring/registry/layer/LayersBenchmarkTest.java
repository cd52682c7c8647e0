package dev.mooring.registry.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.job.Progress;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.LocalRegistry;
import dev.mooring.registry.Measured;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Region;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.transfer.Generated;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lists a large layer of a real registry as `crane export | tar t`, as dive after a pull, and as
/// Mooring does, and opens 300 files of it. Each also as a process of its own, with its memory.
@Tag("bench")
class LayersBenchmarkTest {
  private static final int FILES = 300;

  @TempDir Path folder;

  @Test
  void aLargeLayerIsListedAndItsFilesAreOpened() throws Exception {
    Assumptions.assumeTrue(
        Measured.isPossible()
            && Stream.of("registry", "crane", "tar", "gzip", "zstd")
                .allMatch(LocalRegistry::isOnPath));
    Path tar = folder.resolve("layer.tar");
    run(
        "tar -C /usr/lib/x86_64-linux-gnu -cf "
            + tar
            + " --ignore-failed-read . 2>/dev/null || true");
    try (LocalRegistry registry = LocalRegistry.start(folder.resolve("registry"))) {
      measure(registry, tar, "gzip -1 -c", MediaTypes.DOCKER_LAYER_GZIP);
      measure(registry, tar, "zstd -3 -q -c", MediaTypes.OCI_LAYER_TAR + "+zstd");
    }
  }

  private void measure(LocalRegistry registry, Path tar, String packer, String type)
      throws Exception {
    Path packed = folder.resolve("layer");
    run(packer + " " + tar + " > " + packed);
    Descriptor layer = Descriptor.of(type, Digests.finish(hash(packed)), Files.size(packed));
    try (HttpRegistry client = new HttpRegistry(registry.uri(), null)) {
      push(client.sink("bench/layer"), layer, packed);
      String image = registry.host() + "/bench/layer:1";
      Measured crane =
          Measured.pipe("| tar t > /dev/null", "crane", "export", "--insecure", image, "-");
      Measured mooring =
          Measured.run(
              Measured.java(
                  LayersProcess.class,
                  registry.uri().toString(),
                  "bench/layer",
                  folder.resolve("process-" + packer.substring(0, 4)).toString()));
      System.out.printf(
          "%s: crane export | tar t %s; Mooring as a process %s; %s%n",
          packer, crane.words(), mooring.words(), dive(image));
      ImageSource source = client.source("bench/layer");
      Path cache = folder.resolve("cache-" + packer.substring(0, 4));
      long heap = heap();
      long cold = System.nanoTime();
      AtomicLong first = new AtomicLong();
      LayerTable table =
          new IndexedLayers(cache)
              .table(
                  source,
                  layer,
                  each -> first.compareAndSet(0, System.nanoTime()),
                  Progress.none());
      long firstRow = first.get() - cold;
      cold = System.nanoTime() - cold;
      long warm = System.nanoTime();
      IndexedLayers layers = new IndexedLayers(cache);
      assertEquals(table, layers.table(source, layer, each -> {}, Progress.none()));
      warm = System.nanoTime() - warm;
      long grown = heap() - heap;
      long[] times = open(layers, source, layer, table, tar);
      System.out.printf(
          "%s: layer %d MiB of %d entries, %d MiB unpacked; index %.2f %%; Mooring cold %d ms (first row %d ms), warm %d ms; %d files p50 %.1f ms,"
              + " p95 %.1f ms; heap +%d MiB; load %.1f%n",
          packer,
          layer.size() >> 20,
          table.entries().size(),
          table.unpacked() >> 20,
          100.0 * size(cache) / layer.size(),
          cold / 1_000_000,
          firstRow / 1_000_000,
          warm / 1_000_000,
          FILES,
          times[FILES / 2] / 1e6,
          times[FILES * 95 / 100] / 1e6,
          grown >> 20,
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
  }

  /// It reads what was pulled; no released version reads zstd.
  private String dive(String image) throws Exception {
    if (!LocalRegistry.isOnPath("dive")) {
      return "no dive";
    }
    Path archive = folder.resolve("pulled.tar");
    try {
      Measured pull = Measured.run("crane", "pull", "--insecure", image, archive.toString());
      Measured listed =
          Measured.run(
              "dive",
              "docker-archive://" + archive,
              "--json",
              folder.resolve("dive.json").toString());
      return "dive %d ms after a pull of %s, its own memory at most %d MiB"
          .formatted(listed.nanos() / 1_000_000, pull.words(), listed.memory() >> 10);
    } catch (AssertionError e) {
      return "dive can't read it";
    } finally {
      Files.deleteIfExists(archive);
    }
  }

  private static long[] open(
      IndexedLayers layers, ImageSource source, Descriptor layer, LayerTable table, Path tar)
      throws Exception {
    List<LayerEntry> files =
        new ArrayList<>(
            table.entries().stream()
                .filter(each -> each.size() > 0 && each.size() < 1 << 20)
                .toList());
    Collections.shuffle(files, new Random(1));
    long[] times = new long[FILES];
    try (FileChannel content = FileChannel.open(tar)) {
      for (int i = 0; i < FILES; i++) {
        LayerEntry file = files.get(i);
        long start = System.nanoTime();
        byte[] got;
        try (InputStream in = layers.open(source, layer, file)) {
          got = in.readAllBytes();
        }
        times[i] = System.nanoTime() - start;
        byte[] there = new Region(content, file.offset(), file.size()).bytes();
        assertEquals(Arrays.hashCode(there), Arrays.hashCode(got), file::path);
      }
    }
    Arrays.sort(times);
    return times;
  }

  private static void push(ImageSink sink, Descriptor layer, Path packed) throws Exception {
    sink.store(
        layer,
        offset -> {
          try {
            InputStream in = Files.newInputStream(packed);
            in.skipNBytes(offset);
            return in;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        bytes -> {});
    Map<String, Object> described = new HashMap<>();
    described.put("mediaType", layer.mediaType());
    described.put("digest", layer.digest().text());
    described.put("size", layer.size());
    Generated.image(sink, Archives.config("amd64", List.of()), List.of(described), "1");
  }

  private static MessageDigest hash(Path file) throws Exception {
    MessageDigest hash = Digests.sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
      }
    }
    return hash;
  }

  private static long size(Path cache) throws Exception {
    try (Stream<Path> all = Files.walk(cache)) {
      return all.filter(Files::isRegularFile).mapToLong(each -> each.toFile().length()).sum();
    }
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void run(String command) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, process.waitFor(), command);
  }
}
