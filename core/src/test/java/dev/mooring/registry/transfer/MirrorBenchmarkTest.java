package dev.mooring.registry.transfer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.LocalRegistry;
import dev.mooring.registry.Measured;
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

/// Copies 2 GiB in eight layers between two registries as crane, skopeo and regctl do and as
/// Mooring does, each as a process of its own, started as its users start it, and what memory each
/// takes at most.
@Tag("bench")
class MirrorBenchmarkTest {
  private static final int ROUNDS = 3;
  private static final int LAYERS = 8;
  private static final long LAYER = 256L << 20;

  @TempDir Path folder;

  @Test
  void mirroringIsComparedWithCraneSkopeoAndRegctl() throws Exception {
    Assumptions.assumeTrue(
        Measured.isPossible()
            && Stream.of("registry", "crane", "skopeo", "regctl")
                .allMatch(LocalRegistry::isOnPath));
    try (LocalRegistry source = LocalRegistry.start(folder.resolve("source"))) {
      Digest digest = fill(source);
      Map<String, Measured> best = new TreeMap<>();
      for (int round = 0; round < ROUNDS; round++) {
        for (String tool : List.of("crane", "skopeo", "regctl", "mooring")) {
          Path data = folder.resolve(tool);
          try (LocalRegistry target = LocalRegistry.start(data)) {
            Measured run = Measured.run(command(tool, source, target));
            best.merge(tool, run, Measured::or);
            if (tool.equals("mooring")) {
              assertTrue(run.printed().contains(digest.text()), run::printed);
            }
          }
          delete(data);
        }
      }
      for (String tool : best.keySet()) {
        System.out.printf(
            "copy of 2 GiB by %s: %s; speed of Mooring %.2f of it%n",
            tool,
            best.get(tool).words(),
            (double) best.get(tool).nanos() / best.get("mooring").nanos());
      }
    }
  }

  private static String[] command(String tool, LocalRegistry source, LocalRegistry target) {
    String from = source.host() + "/bench/app:1";
    String to = target.host() + "/bench/app:1";
    return switch (tool) {
      case "crane" -> new String[] {"crane", "copy", "--insecure", from, to};
      case "regctl" ->
          new String[] {
            "regctl",
            "--host",
            "reg=" + source.host() + ",tls=disabled",
            "--host",
            "reg=" + target.host() + ",tls=disabled",
            "image",
            "copy",
            from,
            to
          };
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
      default ->
          Measured.java(
              MirrorProcess.class, source.uri().toString(), target.uri().toString(), "bench/app");
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
