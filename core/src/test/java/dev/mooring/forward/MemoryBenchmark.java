package dev.mooring.forward;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.tunnel.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a forward's process holds before a load, after it, and a minute later, and how fast the
/// next load goes. Prints, never judges. `-Dbench.mib=1536` is a large image. Decision 1268.
@Tag("bench")
public class MemoryBenchmark {
  private static final long BLOB = Long.getLong("bench.mib", 1536) << 20;
  private static final int LAYERS = 4;
  private static final int LOADS = Integer.getInteger("bench.loads", 2);

  /// What was asked for is seen within this.
  private static final int REST = 60;

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void comesBackAfterALoad() throws Exception {
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        Lab lab = Lab.create(cluster, "t-memory-bench")) {
      lab.registry("registry", 1);
      lab.readyPods("registry", 1);
      try (ProductProcess mooring =
          ForwardChild.start(lab.namespace(), "deploy/registry", 5000, false, 1)) {
        comesBack(mooring);
      }
    }
  }

  /// @param mooring a process that leads to a registry
  public static void comesBack(ProductProcess mooring) throws Exception {
    BlobTransfer first = new BlobTransfer(1 << 20);
    first.push(mooring.port(), -1, first.digest(-1));
    TimeUnit.SECONDS.sleep(5);
    long before = resident("before", mooring.pid());
    for (int load = 0; load < LOADS; load++) {
      load(load, mooring);
    }
    long most = 0;
    for (int i = 0; i < REST / 10; i++) {
      TimeUnit.SECONDS.sleep(10);
      most = resident((i + 1) * 10 + " s later", mooring.pid());
    }
    say("ratio after %d s: %.2f (aim at most 1.50)", REST, (double) most / before);
    load(LOADS, mooring);
  }

  /// Layers move side by side.
  private static void load(int seed, ProductProcess mooring) throws Exception {
    BlobTransfer all = new BlobTransfer(BLOB);
    BlobTransfer layer = new BlobTransfer(BLOB / LAYERS);
    String[] digests = new String[LAYERS];
    for (int i = 0; i < LAYERS; i++) {
      digests[i] = layer.digest(seed * LAYERS + i);
    }
    say(
        "push %.1f MB/s",
        all.megabytesPerSecond(
            () -> together(i -> push(mooring.port(), seed * LAYERS + i, digests[i]))));
    resident("after push " + seed, mooring.pid());
    say(
        "pull %.1f MB/s",
        all.megabytesPerSecond(
            () -> together(i -> pull(mooring.port(), seed * LAYERS + i, digests[i]))));
    resident("after pull " + seed, mooring.pid());
  }

  /// Moves one layer.
  @FunctionalInterface
  private interface Layer {
    void move(int index) throws Exception;
  }

  private static void push(int port, int seed, String digest) throws Exception {
    new BlobTransfer(BLOB / LAYERS).push(port, seed, digest);
  }

  private static void pull(int port, int seed, String digest) throws Exception {
    new BlobTransfer(BLOB / LAYERS).pull(port, seed, digest);
  }

  private static void together(Layer layer) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < LAYERS; i++) {
        int index = i;
        all.add(
            executor.submit(
                () -> {
                  layer.move(index);
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private static long resident(String when, long pid) throws IOException {
    Path rollup = Path.of("/proc", Long.toString(pid), "smaps_rollup");
    long resident = 0;
    long anonymous = 0;
    for (String line : Files.readAllLines(rollup)) {
      long kib = line.endsWith("kB") ? Long.parseLong(line.replaceAll("[^0-9]", "")) : 0;
      resident = line.startsWith("Rss:") ? kib : resident;
      anonymous = line.startsWith("Anonymous:") ? kib : anonymous;
    }
    say("%s: %d MiB resident, %d MiB of them anonymous", when, resident >> 10, anonymous >> 10);
    return resident;
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is a library for one benchmark
  private static void say(String line, Object... values) {
    System.out.println(String.format(Locale.ROOT, line, values));
  }
}
