package dev.mooring.debug.delve;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of Delve and the versions of Go whose programs it reads
/// (pkg/goversion/compat.go of its releases).
public record DelveVersion(int major, int minor, String text) {
  private static final Pattern LINE = Pattern.compile("Version: (\\d{1,3}\\.\\d{1,3}\\.\\S{1,40})");
  private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.\\S{1,40}");

  /// Oldest Go by Delve's minor version; the newest has Delve's own number.
  private static final Map<Integer, Integer> OLDEST =
      Map.of(20, 18, 21, 18, 22, 19, 23, 21, 24, 21, 25, 22, 26, 24, 27, 25);

  /// From what `dlv version` prints.
  public static Optional<DelveVersion> parse(String output) {
    Matcher line = LINE.matcher(output);
    return line.find() ? of(line.group(1)) : Optional.empty();
  }

  /// @param text "1.27.2"
  static Optional<DelveVersion> of(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new DelveVersion(
                Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), text))
        : Optional.empty();
  }

  int oldestGo() {
    return OLDEST.getOrDefault(minor, minor - 2);
  }

  /// Why this Delve cannot debug a program of that Go, and what to do.
  public record Objection(String why, String whatToDo) {}

  /// Empty when it can, as far as anybody can say.
  public Optional<Objection> objection(String goVersion) {
    GoVersion go = GoVersion.of(goVersion);
    if (!go.known()) {
      return goVersion.isEmpty()
          ? tooOld(Messages.of("a-version-before-1-18"))
          : Optional.empty(); // a development build: nobody can say
    }
    if (go.minor() < oldestGo()) {
      return tooOld("Go 1." + go.minor());
    }
    if (go.minor() > minor) {
      return Optional.of(
          new Objection(
              Messages.of("it-was-built-with-go-1", go.minor(), text, minor),
              Messages.of("use-a-helper-image-with-delve", go.minor())));
    }
    return Optional.empty();
  }

  private Optional<Objection> tooOld(String go) {
    return Optional.of(
        new Objection(
            Messages.of("it-was-built-with-and-delve", go, text, oldestGo()),
            Messages.of("use-a-helper-image-with-an")));
  }
}
