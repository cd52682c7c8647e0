package dev.mooring.debug.program;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// In what a program is written or runs, as its file's name says; a name that says nothing needs a
/// look into the file.
public enum Language {
  GO,
  JVM,
  PYTHON,
  NODE,
  /// Machine code that isn't Go's.
  OTHER;

  /// Programs that start others in their place or beside themselves.
  private static final List<String> LAUNCHERS =
      List.of(
          "sh",
          "bash",
          "ash",
          "dash",
          "ksh",
          "zsh",
          "busybox",
          "env",
          "tini",
          "tini-static",
          "dumb-init",
          "catatonit",
          "su-exec",
          "gosu",
          "setpriv",
          "chpst",
          "nice",
          "exec",
          "s6-svscan",
          "s6-overlay-suexec",
          "runit",
          "runsvdir",
          "supervisord",
          "init");

  /// Programs in Node.js that start others.
  private static final List<String> OF_NODE =
      List.of("npm", "npx", "npm-cli.js", "npx-cli.js", "yarn", "yarn.js", "pnpm", "pnpm.cjs");

  public static Optional<Language> named(String word) {
    String name = name(word);
    if (name.equals("java")) {
      return Optional.of(JVM);
    }
    if (name.matches("(python|pypy)(\\d(\\.\\d{1,2})?t?)?")) {
      return Optional.of(PYTHON);
    }
    return name.equals("node") || name.equals("nodejs") ? Optional.of(NODE) : Optional.empty();
  }

  static boolean launches(String word) {
    String name = name(word);
    return LAUNCHERS.contains(name) || name.endsWith(".sh");
  }

  /// Whether a command line is that of a program in Node.js that starts another: "npm start".
  public static boolean launchesNode(List<String> words) {
    return !words.isEmpty()
        && named(words.getFirst()).equals(Optional.of(NODE))
        && words.stream()
            .skip(1)
            .filter(each -> !each.startsWith("-"))
            .limit(1)
            .anyMatch(each -> OF_NODE.contains(name(each)));
  }

  /// "python3.14" as "3.14"; empty where a name says no version.
  public static String version(String word) {
    String name = name(word);
    return name.matches("python\\d\\.\\d{1,2}t?") ? name.substring("python".length()) : "";
  }

  private static String name(String word) {
    return word.substring(word.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }
}
