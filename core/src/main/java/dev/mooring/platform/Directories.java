package dev.mooring.platform;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where Mooring keeps what it keeps, by the habits of the operating system (XDG Base Directory
/// Specification on Linux).
///
/// Nothing is created here; whoever writes creates its directory.
///
/// @param config the settings file's directory
/// @param cache what can be fetched again
/// @param state logs and what outlives a run without being a setting
/// @param runtime what is worth nothing once Mooring has ended, such as sockets
public record Directories(Path config, Path cache, Path state, Path runtime) {

  private static final String NAME = "mooring";

  /// The directories of this user. `MOORING_HOME` puts all of them below one directory.
  public static Directories ofUser() {
    return of(System.getenv(), home(), System.getProperty("os.name", ""));
  }

  /// The user's own directory: HOME as every other program takes it, else what the password file
  /// says. Windows sets HOME only where a Unix shell runs, in that shell's own spelling.
  public static Path home() {
    return home(
        System.getenv(), System.getProperty("user.home", "."), System.getProperty("os.name", ""));
  }

  static Path home(Map<String, String> environment, String account, String os) {
    Path otherwise = Path.of(account);
    return os.toLowerCase(Locale.ROOT).startsWith("windows")
        ? otherwise
        : base(environment, "HOME", otherwise);
  }

  static Directories of(Map<String, String> environment, Path home, String os) {
    String own = environment.getOrDefault("MOORING_HOME", "");
    if (!own.isBlank()) {
      Path base = Path.of(own).toAbsolutePath();
      return new Directories(
          base.resolve("config"),
          base.resolve("cache"),
          base.resolve("state"),
          base.resolve("run"));
    }
    String system = os.toLowerCase(Locale.ROOT);
    if (system.startsWith("mac")) {
      Path library = home.resolve("Library");
      return new Directories(
          library.resolve("Application Support").resolve("Mooring"),
          library.resolve("Caches").resolve("Mooring"),
          library.resolve("Logs").resolve("Mooring"),
          library.resolve("Caches").resolve("Mooring").resolve("run"));
    }
    if (system.startsWith("windows")) {
      Path roaming = base(environment, "APPDATA", home.resolve("AppData").resolve("Roaming"));
      Path local = base(environment, "LOCALAPPDATA", home.resolve("AppData").resolve("Local"));
      return new Directories(
          roaming.resolve("Mooring"),
          local.resolve("Mooring").resolve("cache"),
          local.resolve("Mooring").resolve("state"),
          local.resolve("Mooring").resolve("run"));
    }
    Path session = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""));
    Path state =
        base(environment, "XDG_STATE_HOME", home.resolve(".local").resolve("state")).resolve(NAME);
    return new Directories(
        base(environment, "XDG_CONFIG_HOME", home.resolve(".config")).resolve(NAME),
        base(environment, "XDG_CACHE_HOME", home.resolve(".cache")).resolve(NAME),
        state,
        // No session makes one over ssh or in a container.
        session.isAbsolute() ? session.resolve(NAME) : state.resolve("run"));
  }

  /// The specification says to ignore relative paths.
  private static Path base(Map<String, String> environment, String variable, Path otherwise) {
    String value = environment.getOrDefault(variable, "");
    Path path = Path.of(value);
    return path.isAbsolute() ? path : otherwise;
  }
}
