package dev.mooring.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class LibrariesTest {

  @Test
  void theFirstMissingLibraryIsNamedWithWhatToDo() {
    Problem problem =
        Libraries.missing(List.of("libc.so.6", "libmooring-nosuch.so.1")).orElseThrow();
    assertEquals(Code.LIBRARY_MISSING, problem.code());
    assertTrue(problem.why().contains("libmooring-nosuch.so.1"), problem::why);
    assertTrue(problem.whatToDo().contains("GTK 3"), problem::whatToDo);
  }

  @Test
  void nothingIsSaidWhereAllAreThere() {
    assertEquals(Optional.empty(), Libraries.missing(List.of("libc.so.6")));
  }

  @Test
  void theMachineOfTheWindowsTestsHasWhatTheyNeed() {
    assertEquals(Optional.empty(), Libraries.missing());
  }
}
