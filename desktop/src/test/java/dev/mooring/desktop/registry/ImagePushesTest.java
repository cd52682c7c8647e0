package dev.mooring.desktop.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImagePushesTest {
  @Test
  void anArchiveThatIsThereIsTaken(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("app.tar"));
    assertEquals(file, ImagePushes.existing(file.toString()));
  }

  /// A zero is to every system what the colon of "ana/app:1" is to Windows.
  @Test
  void aNameThatNoFileCanHaveIsAProblemLikeAFileThatIsNotThere() {
    for (String each : new String[] {"ana/app:1", "ana/app\0"}) {
      MooringException e = assertThrows(MooringException.class, () -> ImagePushes.existing(each));
      assertEquals(Code.FILE_NOT_READABLE, e.problem().code());
    }
  }

  @Test
  void anImageGoesInUnderItsOwnNameWithoutItsHost() {
    assertEquals(
        "tools/lint:latest", ImagePushes.suggestedName("registry.example/tools/lint:latest"));
  }
}
