package dev.mooring.desktop.terminal;

import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.platform.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The names that `--registry` took when somebody looked last, one a line: what a shell offers for
/// it. It cannot ask a cluster at each key.
public record RegistryNames(Path file) implements SeenNames {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryNames.class);
  private static final int MOST = 1_000;

  /// What the shells' scripts read, too.
  public static RegistryNames ofUser() {
    return new RegistryNames(Directories.ofUser().cache().resolve("registry-names"));
  }

  List<String> all() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().filter(RegistryNames::isName).limit(MOST).toList()
          : List.of();
    } catch (IOException e) {
      LOG.debug("Cannot read {}", file, e);
      return List.of();
    }
  }

  @Override
  public void put(List<String> names) {
    change(known -> known.addAll(names));
  }

  @Override
  public void remove(String name) {
    change(known -> known.remove(name));
  }

  /// Instead of all that were known.
  void set(List<String> names) {
    change(
        known -> {
          known.clear();
          known.addAll(names);
        });
  }

  /// It is only a convenience: where it cannot be written, nothing is offered.
  private void change(Consumer<Set<String>> change) {
    Set<String> names = new TreeSet<>(all());
    change.accept(names);
    List<String> kept = names.stream().filter(RegistryNames::isName).toList();
    if (kept.equals(all())) {
      return;
    }
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "registry-names", ".part");
      Files.write(part, kept);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.debug("Cannot write {}", file, e);
    }
  }

  /// Shells expand what they are offered.
  private static boolean isName(String text) {
    return text.matches("[a-z0-9][a-z0-9.:-]{0,99}");
  }
}
