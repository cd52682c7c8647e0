package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.mooring.document.YamlText.Step;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a kubeconfig has become between two looks, writing to it stays bounded and leaves no
/// lock behind.
@Timeout(60)
final class KubeconfigEditTest {
  private static final List<Step> PATH = List.of(Step.key("user"));

  @TempDir private Path folder;

  @Test
  void aValueIsSet() throws Exception {
    Path file = Files.writeString(folder.resolve("config"), "user:\n  token: a # mine\n");
    assertTrue(edit(file).set(PATH, Map.of("token", "b"), text -> true));
    assertEquals("user:\n  token: \"b\" # mine\n", Files.readString(file));
  }

  @Test
  void aFileBeyondTheBoundsOfFilesIsNotLookedInto() throws Exception {
    Path file = folder.resolve("config");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((32L << 20) + 1);
    }
    assertTrue(refusal(file).contains("32 MiB"));
    assertEquals((32L << 20) + 1, Files.size(file));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeviceWithoutEndIsNotRead() throws Exception {
    Path file = Files.createSymbolicLink(folder.resolve("config"), Path.of("/dev/zero"));
    assertTrue(refusal(file).contains("isn't a file"));
  }

  @Test
  void whatIsNotTextStaysAsItIs() throws Exception {
    byte[] bytes = "user: {token: \u00e9}".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("config"), bytes);
    assertTrue(refusal(file).contains("UTF-8"));
    assertEquals("user: {token: \u00e9}", Files.readString(file, StandardCharsets.ISO_8859_1));
  }

  private String refusal(Path file) {
    IOException refused =
        assertThrows(
            IOException.class,
            () -> edit(file).set(PATH, Map.of("token", "b"), text -> fail("it was read")));
    assertFalse(Files.exists(folder.resolve("config.lock")));
    return String.valueOf(refused.getMessage());
  }

  private static KubeconfigEdit edit(Path file) {
    return new KubeconfigEdit(file, Duration.ofSeconds(1));
  }
}
