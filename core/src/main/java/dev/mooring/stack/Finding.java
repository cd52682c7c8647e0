package dev.mooring.stack;

/// One line of the doctor.
///
/// @param id stable, for scripts: "istio.injector"
/// @param subject what was looked at: "Istio injector"
/// @param sentence what was found
/// @param whatToDo empty when there is nothing to do
public record Finding(String id, Level level, String subject, String sentence, String whatToDo) {
  /// Subject and finding as one line.
  public String words() {
    return subject + ": " + sentence;
  }

  public enum Level {
    OK,
    WARNING,
    BLOCKER
  }
}
