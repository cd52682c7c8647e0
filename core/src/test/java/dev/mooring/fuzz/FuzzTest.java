package dev.mooring.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Jazzer looks for inputs that are faults, a minute for each reader. What it finds becomes a seed.
///
/// Profile `fuzz`. `-Dfuzz.only=registry` narrows it, `-Dfuzz.seconds=600` makes it longer.
/// What was found interesting stays in `target/fuzz` for the next run.
@Tag("fuzz")
final class FuzzTest {
  private static final String SECONDS = System.getProperty("fuzz.seconds", "60");
  private static final String INSTRUMENTED =
      "dev.mooring.**:com.fasterxml.jackson.core.json.**"
          + ":com.fasterxml.jackson.dataformat.**:org.yaml.snakeyaml.scanner.**";
  private static final String ONLY = System.getProperty("fuzz.only", "");

  static Stream<String> targets() {
    return FuzzTargets.all().stream().filter(each -> each.contains(ONLY));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void noInputIsAFault(String name) throws Exception {
    Path place = Path.of("target", "fuzz", name).toAbsolutePath();
    Path corpus = Files.createDirectories(place.resolve("corpus"));
    List<byte[]> seeds = FuzzTargets.of(name).seeds();
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(corpus.resolve("seed-" + i), seeds.get(i));
    }
    Path log = place.resolve("log");
    Process jazzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "-Xshare:off",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzProcess.class.getName(),
                "--target_args=" + name,
                "--instrumentation_includes=" + INSTRUMENTED,
                "--custom_hook_includes=dev.mooring.**",
                // A target may talk to itself over the loopback.
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
                "--reproducer_path=" + place,
                "-artifact_prefix=" + place + "/",
                "-max_total_time=" + SECONDS,
                "-timeout=10",
                "-rss_limit_mb=2048",
                "-max_len=16384",
                corpus.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertEquals(0, jazzer.waitFor(), () -> "see " + log);
    } finally {
      jazzer.destroyForcibly();
    }
  }
}
