package dev.mooring.platform;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a command in a terminal of the user's desktop.
public final class TerminalWindow {
  private static final Logger LOG = LoggerFactory.getLogger(TerminalWindow.class);

  /// Terminals and what stands before the command, the user's own choice first.
  private static final List<List<String>> LINUX =
      List.of(
          List.of("xdg-terminal-exec"),
          List.of("x-terminal-emulator", "-e"),
          List.of("gnome-terminal", "--"),
          List.of("kgx", "--"),
          List.of("konsole", "-e"),
          List.of("xfce4-terminal", "-x"),
          List.of("kitty"),
          List.of("foot"),
          List.of("alacritty", "-e"),
          List.of("wezterm", "start", "--"),
          List.of("xterm", "-e"));

  private TerminalWindow() {}

  /// Returns before the window is there. Starts a program, so never on a window's thread.
  ///
  /// @param command the words of a command; they reach no shell on Linux
  /// @return false where this machine has no terminal that Mooring knows, or where a word of the
  /// command could mean something to the shell that opens it
  public static boolean open(List<String> command) {
    List<String> line = line(OperatingSystem.current(), command, TerminalWindow::onPath);
    if (line.isEmpty()) {
      return false;
    }
    try {
      new ProcessBuilder(line)
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      LOG.info("No terminal: {}", line.getFirst(), e);
      return false;
    }
  }

  /// @param there whether a program can be found by its name
  static List<String> line(OperatingSystem system, List<String> command, Predicate<String> there) {
    return switch (system) {
      case LINUX ->
          LINUX.stream()
              .filter(each -> there.test(each.getFirst()))
              .findFirst()
              .map(each -> Stream.concat(each.stream(), command.stream()).toList())
              .orElse(List.of());
      case MAC -> {
        // Terminal takes a line for the shell, inside a string of AppleScript.
        String shell = String.join(" ", command.stream().map(TerminalWindow::quoted).toList());
        String script = shell.replace("\\", "\\\\").replace("\"", "\\\"");
        yield List.of(
            "osascript",
            "-e",
            "tell application \"Terminal\" to do script \"" + script + "\"",
            "-e",
            "tell application \"Terminal\" to activate");
      }
      case WINDOWS -> {
        // cmd reads the words once more, and quoting doesn't stop all of its signs.
        if (!command.stream().allMatch(TerminalWindow::plain)) {
          yield List.of();
        }
        List<String> line = new ArrayList<>(List.of("cmd", "/c", "start", "Mooring"));
        line.addAll(command);
        yield line;
      }
    };
  }

  /// As one word for a POSIX shell.
  private static String quoted(String word) {
    return plain(word) ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /// Whether no shell reads anything into it.
  private static boolean plain(String word) {
    return word.matches("[A-Za-z0-9_./:=@+-]+");
  }

  private static boolean onPath(String program) {
    Map<String, String> environment = System.getenv();
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      try {
        if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
          return true;
        }
      } catch (InvalidPathException e) {
        LOG.debug("PATH holds {}, which is no folder", folder, e);
      }
    }
    return false;
  }
}
