package dev.mooring.platform;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// Whether Mooring starts when the user logs in: one small file where the system looks for such.
///
/// A desktop entry in `autostart` on Linux (XDG Autostart), a property list among the LaunchAgents
/// on macOS, a batch file in the Startup folder on Windows. No registry, no service, no rights
/// beyond the user's own. Blocks on the disk.
public final class LoginStart {
  /// What Mooring is started with, so that it waits in the tray.
  public static final String WORD = "--tray";

  private final Path file;
  private final String text;

  private LoginStart(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  /// For this user, and the program that runs now.
  ///
  /// @throws dev.mooring.problem.MooringException when nobody knows how this Mooring was started
  public static LoginStart ofUser() {
    return of(OperatingSystem.current(), System.getenv(), Directories.home(), program());
  }

  static LoginStart of(
      OperatingSystem system, Map<String, String> environment, Path home, String program) {
    return switch (system) {
      case LINUX -> {
        Path base = Path.of(environment.getOrDefault("XDG_CONFIG_HOME", ""));
        yield new LoginStart(
            (base.isAbsolute() ? base : home.resolve(".config"))
                .resolve("autostart")
                .resolve("mooring.desktop"),
            desktopEntry(program));
      }
      case MAC ->
          new LoginStart(
              home.resolve("Library").resolve("LaunchAgents").resolve("dev.mooring.plist"),
              propertyList(program));
      case WINDOWS -> {
        String roaming = environment.getOrDefault("APPDATA", "");
        Path base =
            roaming.isBlank() ? home.resolve("AppData").resolve("Roaming") : Path.of(roaming);
        yield new LoginStart(
            base.resolve("Microsoft")
                .resolve("Windows")
                .resolve("Start Menu")
                .resolve("Programs")
                .resolve("Startup")
                .resolve("Mooring.cmd"),
            batch(program));
      }
    };
  }

  /// Where the file is, or would be.
  public Path file() {
    return file;
  }

  public boolean isOn() {
    return Files.exists(file);
  }

  /// Writes the file, over one of an earlier place of the program.
  ///
  /// @throws dev.mooring.problem.MooringException when it cannot be written
  public void turnOn() {
    try {
      Path directory = file.getParent();
      Files.createDirectories(directory);
      Path beside = Files.createTempFile(directory, ".mooring", ".new");
      try {
        Files.writeString(beside, text);
        try {
          Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
          Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw failed(Messages.of("cannot-be-written"), e);
    }
  }

  /// Removes the file; does nothing where there is none.
  ///
  /// @throws dev.mooring.problem.MooringException when it cannot be removed
  public void turnOff() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(Messages.of("cannot-be-removed"), e);
    }
  }

  private RuntimeException failed(String why, IOException e) {
    return new Problem(
            Code.LOGIN_START_FAILED,
            Messages.of("cannot-change-start-at-login"),
            file + " " + why,
            new Remedy.Advice(Messages.of("check-that-you-can-write-there")),
            String.valueOf(e))
        .raise(e);
  }

  /// The installed program says where it is; the script in the source tree passes its own place.
  private static String program() {
    String program =
        System.getProperty("jpackage.app-path", System.getProperty("mooring.launcher", ""));
    if (program.isBlank()) {
      throw new Problem(
              Code.LOGIN_START_FAILED,
              Messages.of("cannot-start-at-login"),
              Messages.of("this-mooring-was-not-started-by"),
              new Remedy.Advice(Messages.of("run-the-installed-mooring-or-the")))
          .raise();
    }
    return Path.of(program).toAbsolutePath().toString();
  }

  /// Quoting as the Desktop Entry Specification has it: for the command line, then for a string.
  /// Where the program was removed, `TryExec` lets the session pass it over.
  private static String desktopEntry(String program) {
    String quoted = program.replaceAll("([\"`$\\\\])", "\\\\$1").replace("\\", "\\\\");
    return """
    [Desktop Entry]
    Type=Application
    Name=Mooring
    Comment=Port-forwards and a private registry for Kubernetes
    Exec="%s" %s
    TryExec=%s
    Icon=mooring
    Terminal=false
    X-GNOME-Autostart-enabled=true
    """
        .formatted(quoted.replace("%", "%%"), WORD, program.replace("\\", "\\\\"));
  }

  private static String propertyList(String program) {
    String escaped = program.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
    <plist version="1.0">
    <dict>
      <key>Label</key>
      <string>dev.mooring</string>
      <key>ProgramArguments</key>
      <array>
        <string>%s</string>
        <string>%s</string>
      </array>
      <key>RunAtLoad</key>
      <true/>
    </dict>
    </plist>
    """
        .formatted(escaped, WORD);
  }

  private static String batch(String program) {
    return "@echo off\r\nchcp 65001 >nul\r\nstart \"\" \"%s\" %s\r\n"
        .formatted(program.replace("%", "%%"), WORD);
  }
}
