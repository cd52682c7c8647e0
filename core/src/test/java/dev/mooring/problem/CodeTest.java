package dev.mooring.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CodeTest {
  private static final String HEAD =
      """
      # Codes of problems

      Whatever fails says what did not happen, why, and what to do. With `--output json` it also has a `code`, which stays the same from version to version, and a `remedy`:

      | kind | holds beside `words` |
      |---|---|
      | `advice` | nothing: only you can do it |
      | `command` | `command`, as typed in a shell |
      | `setting` | `setting`, a key of `mooring settings` or an option of the command, and `value`, empty where you have to choose |
      | `grant` | `role`, YAML for `kubectl apply -f -` that would grant the missing rights |
      | `wait` | `seconds` after which it should be over; 0 where nobody can tell |

      The codes:

      | code | meaning |
      |---|---|
      """;

  @Test
  void identifiersAreKebabCaseAndEachIsThereOnce() {
    List<String> ids = Arrays.stream(Code.values()).map(Code::id).toList();
    assertEquals(ids.size(), ids.stream().distinct().count());
    for (Code each : Code.values()) {
      assertTrue(each.id().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"), each.id());
      assertEquals(each, Code.of(each.id()));
    }
    assertEquals(Code.GENERAL, Code.of("from-a-later-version"));
  }

  /// The page is generated: `-Dproblems.write=true` writes it.
  @Test
  void thePageOfTheDocumentationListsEveryCode() throws IOException {
    String due =
        HEAD
            + Arrays.stream(Code.values())
                .map(each -> "| `" + each.id() + "` | " + each.meaning() + " |\n")
                .sorted()
                .collect(Collectors.joining());
    Path page = Path.of("../src/docs/problems.md");
    if (Boolean.getBoolean("problems.write")) {
      Files.writeString(page, due);
    }
    assertEquals(due, Files.readString(page));
  }

  /// The catch-all is for what comes over the socket from another version.
  @Test
  void nothingRaisesTheCatchAll() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> general =
          files
              .filter(each -> each.toString().endsWith(".java"))
              .filter(each -> !each.toString().contains("/problem/"))
              .filter(CodeTest::raisesTheCatchAll)
              .toList();
      assertEquals(List.of(), general);
    }
  }

  private static boolean raisesTheCatchAll(Path file) {
    try {
      return Files.readString(file).contains("Code.GENERAL");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
