package dev.mooring.debug.source;

import dev.mooring.document.Printable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The sources of a program that is debugged, as far as they're known on this machine.
///
/// @param module what the program calls itself: "example.com/hello"; empty outside modules
/// @param directory of the module; empty where it wasn't found
/// @param mapping its rules have an empty `local` where the directory isn't known
/// @param compared whether what lies there is what the program was built from
public record Sources(
    String module, Optional<Path> directory, SourceMapping mapping, SourceCheck.Result compared) {
  private static final int NAMED = 3;

  /// Of a program that nobody asked.
  public static Sources unknown() {
    return new Sources(
        "", Optional.empty(), new SourceMapping(List.of()), SourceCheck.Result.none());
  }

  /// Whether lines may be other ones than the program's.
  public boolean differ() {
    return !compared.changed().isEmpty() || !compared.missing().isEmpty();
  }

  /// A sentence: where they are, and how they differ.
  public String words() {
    if (directory.isEmpty()) {
      return module.isEmpty() ? Messages.of("not-known") : Messages.of("not-found", module);
    }
    if (!compared.changed().isEmpty()) {
      return Messages.of("another-version", directory.get(), names(compared.changed()));
    }
    if (!compared.missing().isEmpty()) {
      return Messages.of("files-missing", directory.get(), names(compared.missing()));
    }
    return compared.fits()
        ? Messages.of("they-fit", directory.get())
        : Messages.of("not-compared", directory.get());
  }

  /// Names of files, which are the program's words.
  private static String names(List<String> files) {
    String some =
        String.join(
            ", ",
            files.stream()
                .limit(NAMED)
                .map(each -> each.substring(each.lastIndexOf('/') + 1))
                .map(each -> each.replaceAll("\\p{Cntrl}", "?"))
                .map(each -> Printable.cut(each, 80))
                .toList());
    return files.size() > NAMED ? Messages.of("and-more", some, files.size() - NAMED) : some;
  }
}
