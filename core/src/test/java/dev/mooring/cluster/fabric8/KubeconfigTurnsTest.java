package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.YamlText.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A kubeconfig is written whole or not at all, and only where it is still the expected one.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files have modes here")
final class KubeconfigTurnsTest {
  private static final List<Step> PATH = List.of(Step.key("user"));
  private static final String BEFORE = "user:\n  token: old # mine\nother: 1\n";
  private static final String AFTER = "user:\n  token: \"new\" # mine\nother: 1\n";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("config"), BEFORE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void theValueChangesAndModeAndCommentsStay() throws Exception {
    assertTrue(set("new", text -> text.equals(BEFORE)));
    assertEquals(AFTER, Files.readString(file));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void whatChangedMeanwhileIsLeftAlone() throws Exception {
    assertFalse(set("new", text -> false));
    assertEquals(BEFORE, Files.readString(file));
  }

  @Test
  void anotherProgramsLockIsWaitedForAndThenSaid() throws Exception {
    Path lock = Files.createFile(folder.resolve("config.lock"));
    IOException held =
        assertThrows(
            IOException.class,
            () -> new KubeconfigEdit(file, Duration.ofMillis(1)).set(PATH, values("x"), t -> true));
    assertTrue(held.getMessage().contains(lock.toString()), held::toString);
    assertTrue(Files.exists(lock), "it is the other program's");
    assertEquals(BEFORE, Files.readString(file));
    CompletableFuture<Boolean> waiting = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                waiting.complete(set("new", text -> true));
              } catch (IOException | InterruptedException e) {
                waiting.completeExceptionally(e);
              }
            });
    assertThrows(
        java.util.concurrent.TimeoutException.class, () -> waiting.get(100, TimeUnit.MILLISECONDS));
    Files.delete(lock);
    assertTrue(waiting.get(10, TimeUnit.SECONDS));
    assertEquals(AFTER, Files.readString(file));
  }

  @Test
  void aFormThatCannotBeEditedIsSaidAndKept() throws Exception {
    String flow = "user: [1, 2]\n";
    Files.writeString(file, flow);
    IOException failed = assertThrows(IOException.class, () -> set("new", text -> true));
    assertTrue(failed.getMessage().contains("can't edit"), failed::toString);
    assertEquals(flow, Files.readString(file));
  }

  @Test
  void aFailureOfTheExpectationFreesTheLock() {
    assertThrows(
        IllegalStateException.class,
        () ->
            set(
                "new",
                text -> {
                  throw new IllegalStateException("a test's");
                }));
  }

  private boolean set(String token, KubeconfigEdit.Expectation expected)
      throws IOException, InterruptedException {
    return new KubeconfigEdit(file, Duration.ofSeconds(10)).set(PATH, values(token), expected);
  }

  private static Map<String, String> values(String token) {
    return Map.of("token", token);
  }
}
