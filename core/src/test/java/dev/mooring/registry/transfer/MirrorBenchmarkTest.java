package dev.mooring.registry.transfer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.LocalRegistry;
import dev.mooring.registry.Programs;
import dev.mooring.registry.client.HttpRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies 2 GiB in eight layers between two registries as crane and skopeo do and as Mooring does,
/// each as a process of its own, started as its users start it.
@Tag("bench")
class MirrorBenchmarkTest {
  private static final int ROUNDS = 3;
  private static final int LAYERS = 8;
  private static final long LAYER = 256L << 20;

  @TempDir Path folder;

  @Test
  void mirroringIsComparedWithCraneAndSkopeo() throws Exception {
    Assumptions.assumeTrue(
        Stream.of("registry", "crane", "skopeo").allMatch(LocalRegistry::isOnPath));
    try (LocalRegistry source = LocalRegistry.start(folder.resolve("source"))) {
      Digest digest = fill(source);
      Map<String, Long> best = new TreeMap<>();
      String memory = "";
      for (int round = 0; round < ROUNDS; round++) {
        for (String tool : List.of("crane", "skopeo", "mooring")) {
          Path data = folder.resolve(tool);
          try (LocalRegistry target = LocalRegistry.start(data)) {
            long start = System.nanoTime();
            String printed = Programs.run(command(tool, source, target));
            best.merge(tool, System.nanoTime() - start, Math::min);
            if (tool.equals("mooring")) {
              assertTrue(printed.contains(digest.text()), printed);
              memory = printed.replaceAll("(?s).*memory ([0-9]+).*", "$1");
            }
          }
          delete(data);
        }
      }
      System.out.printf(
          "mirror of 2 GiB: crane %d ms, skopeo %d ms, mooring %d ms; speed %.2f of crane's, %.2f of"
              + " skopeo's; memory %d MiB%n",
          best.get("crane") / 1_000_000,
          best.get("skopeo") / 1_000_000,
          best.get("mooring") / 1_000_000,
          (double) best.get("crane") / best.get("mooring"),
          (double) best.get("skopeo") / best.get("mooring"),
          Long.parseLong(memory) >> 10);
    }
  }

  private static String[] command(String tool, LocalRegistry source, LocalRegistry target) {
    String from = source.host() + "/bench/app:1";
    String to = target.host() + "/bench/app:1";
    return switch (tool) {
      case "crane" -> new String[] {"crane", "copy", "--insecure", from, to};
      case "skopeo" ->
          new String[] {
            "skopeo",
            "--insecure-policy",
            "copy",
            "-q",
            "--src-tls-verify=false",
            "--dest-tls-verify=false",
            "docker://" + from,
            "docker://" + to
          };
      default -> {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // As the launcher starts it, but for the start cache, which needs jars.
        words.addAll(
            List.of(
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xms32m",
                "-Xmx768m",
                "-XX:Tier4InvocationThreshold=50000",
                "-XX:Tier4MinInvocationThreshold=6000",
                "-XX:Tier4CompileThreshold=150000"));
        words.add("-cp");
        words.add(
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        words.add(MirrorProcess.class.getName());
        words.addAll(List.of(source.uri().toString(), target.uri().toString(), "bench/app"));
        yield words.toArray(String[]::new);
      }
    };
  }

  private Digest fill(LocalRegistry source) throws Exception {
    List<Map<String, Object>> layers = new ArrayList<>();
    Digest digest;
    try (HttpRegistry registry = new HttpRegistry(source.uri(), null)) {
      byte[] config = Archives.config("amd64", List.of());
      for (int i = 0; i < LAYERS; i++) {
        layers.add(Generated.push(registry.sink("bench/app"), i, LAYER));
      }
      digest = Generated.image(registry.sink("bench/app"), config, layers, "1");
    }
    return digest;
  }

  private static void delete(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
