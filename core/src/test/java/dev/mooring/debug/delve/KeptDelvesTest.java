package dev.mooring.debug.delve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.job.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptDelvesTest {
  private static final DelveNeed NEED = new DelveNeed("go1.26.8", "amd64");

  @TempDir Path folder;

  @Test
  void whatWasChangedSinceIsNotUsedAndNotKept() throws Exception {
    DelveBinary binary = keep("1.27.2", "go1.26.8", "Delve");
    Files.writeString(binary.file(), "Other");
    assertEquals(Optional.empty(), found());
    assertFalse(Files.exists(binary.file()));
  }

  @Test
  void theNewestThatFitsIsFoundAndOfTheSameWhatTheUserBuilt() throws Exception {
    keep("1.26.2", "go1.26.8", "older");
    keep("1.29.0", "go1.26.8", "too new for the program");
    keep("1.27.2", KeptDelves.REGISTRY, "somebody's");
    assertEquals("Delve 1.27.2 from the cluster's registry", found().orElseThrow().words());
    DelveBinary own = keep("1.27.1", "go1.25.3", "one's own");
    assertEquals(Optional.of(own), found());
  }

  @Test
  void otherFilesAreNothing() throws Exception {
    Files.writeString(folder.resolve("dlv-1.27.2-amd64-go1.26.8_abc"), "Delve");
    Files.createDirectory(folder.resolve("sub"));
    assertEquals(Optional.empty(), found());
    assertEquals(
        Optional.empty(), new KeptDelves(folder.resolve("nowhere")).find(NEED, Progress.none()));
  }

  private Optional<DelveBinary> found() {
    return new KeptDelves(folder).find(NEED, Progress.none());
  }

  private DelveBinary keep(String version, String origin, String content) throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, content);
    return new KeptDelves(folder).keep(file, version, "amd64", origin);
  }
}
