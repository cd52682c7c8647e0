package dev.mooring.debug;

/// How a debugger comes to a program.
///
/// @param traffic whether a copy keeps the labels by which Services select the original
/// @param stopAt the function at whose first line a program waits that is started under the
/// debugger, such as "main.main" or "main.init.0"; [#ENTRY] before any line of it
public record Mode(Kind kind, boolean traffic, String stopAt) {
  /// What `stopAt` is where the program waits before its first instruction.
  public static final String ENTRY = "entry";

  private static final String MAIN = "main.main";

  public enum Kind {
    /// To the program as it runs.
    ATTACH,
    /// To another start of it in a pod beside it, which goes with the session.
    COPY,
    /// To its next start: its workload replaces its pods by ones that start under the debugger,
    /// until the session ends.
    RELAUNCH
  }

  public static Mode attach() {
    return new Mode(Kind.ATTACH, false, MAIN);
  }

  /// A copy that no Service sends requests to, and that waits at the first line of main.
  public static Mode copy() {
    return new Mode(Kind.COPY, false, MAIN);
  }

  /// Changes the workload.
  public static Mode relaunch() {
    return new Mode(Kind.RELAUNCH, false, MAIN);
  }

  public Mode withTraffic(boolean wanted) {
    return new Mode(kind, wanted, stopAt);
  }

  /// @param function empty for the first line of main
  public Mode stoppingAt(String function) {
    return new Mode(kind, traffic, function.isBlank() ? MAIN : function.strip());
  }
}
