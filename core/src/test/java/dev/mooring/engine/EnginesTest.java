package dev.mooring.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.engine.docker.DockerEngine;
import dev.mooring.problem.MooringException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginesTest {
  @TempDir Path home;

  @Test
  void everyAttemptIsListedWithItsReasonWhenNoneAnswers() throws Exception {
    Path notASocket = Files.createFile(home.resolve("plain-file"));
    Map<String, String> environment =
        Map.of(
            "DOCKER_HOST",
            "unix://" + notASocket,
            "CONTAINER_HOST",
            "ssh://core@localhost:22/run/podman.sock",
            "XDG_RUNTIME_DIR",
            home.toString());
    List<EngineAddress> addresses = EngineDiscovery.of(environment, home, "Linux");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        addresses.stream().skip(1).noneMatch(way -> way.obstacle().isEmpty()),
        "this machine has an engine of its own");
    MooringException failed =
        assertThrows(
            MooringException.class,
            () -> Engines.find(DockerEngine::open, environment, home, "Linux"));
    String detail = failed.problem().detail();
    assertEquals(addresses.size(), detail.lines().count(), detail);
    assertTrue(detail.startsWith("DOCKER_HOST (unix://" + notASocket), detail);
    assertTrue(detail.contains("CONTAINER_HOST: it uses SSH"), detail);
    assertTrue(detail.contains(home.resolve("docker.sock") + " doesn't exist"), detail);
  }

  @Test
  void theContextThatDockerUsesIsTriedAfterTheVariable() throws Exception {
    Path folder = Files.createDirectories(home.resolve(".docker"));
    Files.writeString(folder.resolve("config.json"), "{\"currentContext\": \"lab\"}");
    List<EngineAddress> unknown = EngineDiscovery.of(Map.of(), home, "Linux");
    assertEquals("Docker context lab", unknown.getFirst().name());
    assertTrue(unknown.getFirst().obstacle().contains("isn't defined"), unknown.toString());
    Files.writeString(
        Files.createDirectories(folder.resolve("contexts/meta/" + sha256("lab")))
            .resolve("meta.json"),
        "{\"Name\":\"lab\",\"Endpoints\":{\"docker\":{\"Host\":\"unix:///run/lab.sock\"}}}");
    List<EngineAddress> addresses =
        EngineDiscovery.of(Map.of("DOCKER_HOST", "tcp://10.0.0.1:2375"), home, "Linux");
    assertEquals(
        List.of("DOCKER_HOST", "Docker context lab"),
        addresses.stream().limit(2).map(EngineAddress::name).toList());
    assertEquals("unix:///run/lab.sock", addresses.get(1).address());
  }

  @Test
  void aBrokenDockerConfigIsAsIfItWereNotThere() throws Exception {
    Files.writeString(
        Files.createDirectories(home.resolve(".docker")).resolve("config.json"), "<html>");
    assertTrue(
        EngineDiscovery.of(Map.of(), home, "Linux").stream()
            .noneMatch(way -> way.name().contains("context")));
  }

  private static String sha256(String text) throws Exception {
    return java.util.HexFormat.of()
        .formatHex(
            java.security.MessageDigest.getInstance("SHA-256")
                .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }
}
