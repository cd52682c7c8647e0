package dev.mooring.stack.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Envoy's own judgement of the configuration, where its program is at hand: the lab has it.
@Tag("cluster")
@Tag("anywhere")
final class EnvoyTakesItTest {
  private static final StackOptions OPTIONS =
      StackOptions.defaults().withNodeSources(List.of("10.0.0.1/32", "fd00::/8"));

  @Test
  void everyConfigurationIsValid(@TempDir Path folder) throws Exception {
    valid(
        new EgressDoor(
                OPTIONS.withAdditions(
                    Additions.NONE.withEgress(List.of("github.com", "git.corp.example/private"))),
                EgressDoor.SOCKET,
                19005)
            .files(),
        folder.resolve("egress"));
    for (Protection each : List.of(Protection.TOKENS, Protection.PLAIN)) {
      StackOptions options = OPTIONS.withProtection(each);
      valid(
          new Door(
                  options.withAdditions(
                      Additions.NONE.withPullThrough("https://registry-1.docker.io")))
              .files(),
          folder.resolve("cache-" + each.word()));
      valid(new Door(options).files(), folder.resolve("door-" + each.word()));
      valid(new NodeDoor(options, 5001).files(), folder.resolve("node-" + each.word()));
    }
  }

  private static void valid(Map<String, String> files, Path folder) throws Exception {
    for (String each : List.of("envoy", "rules", "certificate", "authority", "token")) {
      Files.createDirectories(folder.resolve(each));
    }
    for (Map.Entry<String, String> each : files.entrySet()) {
      Files.writeString(
          folder.resolve("envoy").resolve(each.getKey()), moved(each.getValue(), folder));
    }
    List<Writer> writers =
        List.of(new Writer("a", "b", "c", List.of("*", "d/*", "e/f", "x.y/" + "z".repeat(250))));
    Files.writeString(
        folder.resolve("rules/rules.yaml"),
        AccountRules.file(writers, Optional.of(writers), Optional.empty()));
    String authority = authority();
    Files.writeString(folder.resolve("token/ca.crt"), authority);
    Files.writeString(folder.resolve("authority/ca.crt"), authority);
    Files.writeString(folder.resolve("token/token"), "t");
    check(folder.resolve("envoy/envoy.yaml"));
  }

  private static String moved(String text, Path folder) {
    return text.replace("/etc/mooring-", folder + "/").replace("/run/mooring-", folder + "/");
  }

  private static String authority() throws IOException {
    for (Path each :
        List.of(
            Path.of("/etc/ssl/certs/ISRG_Root_X1.pem"),
            Path.of("/etc/ssl/certs/ca-certificates.crt"))) {
      if (Files.exists(each)) {
        return Files.readString(each);
      }
    }
    return "";
  }

  private static void check(Path configuration) throws Exception {
    Optional<Path> envoy =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "envoy"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(envoy.isPresent(), "no envoy on the PATH");
    Process process =
        new ProcessBuilder(
                envoy.get().toString(),
                "--mode",
                "validate",
                "--disable-hot-restart",
                "--service-node",
                "x",
                "--service-cluster",
                "y",
                "-l",
                "warn",
                "-c",
                configuration.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(30, TimeUnit.SECONDS);
    assertEquals(0, process.exitValue(), said);
  }
}
