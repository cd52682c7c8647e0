package dev.mooring.platform;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.List;

/// Opens pages in the browser that the user's desktop uses.
public final class Browser {
  private Browser() {}

  /// Returns before the page is there. Starts a program, so never on a window's thread.
  ///
  /// @throws dev.mooring.problem.MooringException when this desktop has nothing that opens pages
  public static void open(URI page) {
    try {
      new ProcessBuilder(line(OperatingSystem.current(), page.toString()))
          .redirectInput(Redirect.from(nothing()))
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new Problem(
              Code.BROWSER_MISSING,
              Messages.of("cannot-open-the-page"),
              Messages.of("no-browser-was-found"),
              new Remedy.Advice(Messages.of("copy-the-url-and-open-it", page)),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  /// The page is one word and reaches no shell.
  static List<String> line(OperatingSystem system, String page) {
    return switch (system) {
      case LINUX -> List.of("xdg-open", page);
      case MAC -> List.of("open", page);
      case WINDOWS -> List.of("rundll32", "url.dll,FileProtocolHandler", page);
    };
  }

  private static java.io.File nothing() {
    return new java.io.File(
        OperatingSystem.current() == OperatingSystem.WINDOWS ? "NUL" : "/dev/null");
  }
}
