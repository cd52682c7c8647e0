package dev.mooring.registry.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.Patch;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How one text became another, in the lines of a unified diff.
final class TextDiff {
  /// Of a file whose lines are compared.
  static final int LARGEST = 128 * 1024;

  /// The time that it takes grows with their product.
  private static final int MOST_LINES = 3000;

  private static final int CONTEXT = 3;

  private TextDiff() {}

  /// @return without the names of the files; nothing where one is no text in UTF-8, or too long
  static List<String> of(byte[] from, byte[] to) {
    Optional<List<String>> first = lines(from);
    Optional<List<String>> second = lines(to);
    if (first.isEmpty() || second.isEmpty()) {
      return List.of();
    }
    Patch<String> patch =
        DiffUtils.diff(first.get(), second.get(), new MyersDiffWithLinearSpace<>());
    List<String> lines = UnifiedDiffUtils.generateUnifiedDiff("", "", first.get(), patch, CONTEXT);
    return lines.size() <= 2 ? List.of() : ordered(lines.subList(2, lines.size()));
  }

  /// What went before what came, as people read it: the library mixes both.
  private static List<String> ordered(List<String> lines) {
    List<String> ordered = new ArrayList<>(lines.size());
    List<String> came = new ArrayList<>();
    for (String each : lines) {
      if (each.startsWith("+")) {
        came.add(each);
      } else {
        if (!each.startsWith("-")) {
          ordered.addAll(came);
          came.clear();
        }
        ordered.add(each);
      }
    }
    ordered.addAll(came);
    return ordered;
  }

  private static Optional<List<String>> lines(byte[] content) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
    if (text.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    List<String> lines = text.lines().limit(MOST_LINES + 1L).toList();
    return lines.size() > MOST_LINES ? Optional.empty() : Optional.of(lines);
  }
}
