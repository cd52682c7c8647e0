package dev.mooring.debug;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of Delve and the versions of Go whose programs it reads
/// (pkg/goversion/compat.go of its releases).
record DelveVersion(int major, int minor, String text) {
  private static final Pattern LINE =
      Pattern.compile("Version: (\\d{1,3})\\.(\\d{1,3})\\.(\\S{1,40})");
  private static final Pattern GO = Pattern.compile("(?:go|devel go)?1\\.(\\d{1,3}).*");

  /// Oldest Go by Delve's minor version; the newest has Delve's own number.
  private static final Map<Integer, Integer> OLDEST =
      Map.of(20, 18, 21, 18, 22, 19, 23, 21, 24, 21, 25, 22, 26, 24, 27, 25);

  /// From what `dlv version` prints.
  static Optional<DelveVersion> parse(String output) {
    Matcher line = LINE.matcher(output);
    return line.find()
        ? Optional.of(
            new DelveVersion(
                Integer.parseInt(line.group(1)),
                Integer.parseInt(line.group(2)),
                line.group(1) + "." + line.group(2) + "." + line.group(3)))
        : Optional.empty();
  }

  int oldestGo() {
    return OLDEST.getOrDefault(minor, minor - 2);
  }

  /// Why this Delve cannot debug a program of that Go, and what to do.
  record Objection(String why, String whatToDo) {}

  /// Empty when it can, as far as anybody can say.
  Optional<Objection> objection(String goVersion) {
    Matcher go = GO.matcher(goVersion);
    if (!go.matches()) {
      return goVersion.isEmpty()
          ? tooOld(Messages.of("a-version-before-1-18"))
          : Optional.empty(); // a development build: nobody can say
    }
    int wanted = Integer.parseInt(go.group(1));
    if (wanted < oldestGo()) {
      return tooOld("Go 1." + wanted);
    }
    if (wanted > minor) {
      return Optional.of(
          new Objection(
              Messages.of("it-was-built-with-go-1", wanted, text, minor),
              Messages.of("use-a-helper-image-with-delve", wanted)));
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
