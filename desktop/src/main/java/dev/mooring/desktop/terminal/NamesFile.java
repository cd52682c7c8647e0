package dev.mooring.desktop.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Names that were seen, one a line, for shells that complete them. Only the user can read it. It
/// is a convenience: where it cannot be written, nothing is offered.
///
/// @param name what a line may be: shells expand what they are offered
/// @param most lines
record NamesFile(Path file, Pattern name, int most) {
  private static final Logger LOG = LoggerFactory.getLogger(NamesFile.class);
  private static final Object CHANGING = new Object();

  List<String> all() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return kept(lines);
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("Cannot read {}", file, e);
      return List.of();
    }
  }

  /// One at a time: registries are listed side by side, and each has the names of its own.
  void change(Consumer<Set<String>> change) {
    synchronized (CHANGING) {
      apply(change);
    }
  }

  private void apply(Consumer<Set<String>> change) {
    List<String> before = all();
    Set<String> names = new TreeSet<>(before);
    change.accept(names);
    List<String> after = kept(names.stream());
    if (after.equals(before)) {
      return;
    }
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "names", ".part");
      Files.write(part, after);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.debug("Cannot write {}", file, e);
    }
  }

  private List<String> kept(Stream<String> names) {
    return names.filter(each -> name.matcher(each).matches()).limit(most).toList();
  }
}
