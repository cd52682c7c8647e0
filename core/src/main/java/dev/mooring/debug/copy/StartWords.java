package dev.mooring.debug.copy;

import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The arguments with which a program is started again, as a manifest writes them.
///
/// Where the manifest wrote them, its own words are taken: Kubernetes puts values of variables into
/// them, which may be secret and must not stand in another manifest. Others are written so that it
/// puts nothing in (`$` doubled). No shell reads any of them.
final class StartWords {
  private StartWords() {}

  /// @param container as its manifest has it
  /// @param line the program's command line, its own name first
  static List<String> arguments(Document container, List<String> line) {
    List<String> manifest =
        Stream.of("command", "args").flatMap(each -> container.at(each).texts().stream()).toList();
    List<String> words = new ArrayList<>(line.stream().map(StartWords::literal).toList());
    int from = line.size() - manifest.size();
    if (from >= 0 && agree(manifest, line.subList(from, line.size()))) {
      for (int i = 0; i < manifest.size(); i++) {
        words.set(from + i, manifest.get(i));
      }
    }
    return words.isEmpty() ? List.of() : List.copyOf(words.subList(1, words.size()));
  }

  private static boolean agree(List<String> manifest, List<String> line) {
    for (int i = 0; i < manifest.size(); i++) {
      if (!manifest.get(i).contains("$") && !manifest.get(i).equals(line.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static String literal(String word) {
    return word.replace("$", "$$");
  }
}
