package dev.mooring.problem;

/// One line of what a look, a preflight, a verification or a verdict found.
///
/// @param id stable, for scripts: "istio.injector"
/// @param subject what was looked at: "Istio injector"
/// @param sentence what was found
/// @param remedy [Remedy#none] when there is nothing to do
public record Finding(String id, Level level, String subject, String sentence, Remedy remedy) {

  public static Finding ok(String id, String subject, String sentence) {
    return new Finding(id, Level.OK, subject, sentence, Remedy.none());
  }

  public static Finding warning(String id, String subject, String sentence, Remedy remedy) {
    return new Finding(id, Level.WARNING, subject, sentence, remedy);
  }

  public static Finding blocker(String id, String subject, String sentence, Remedy remedy) {
    return new Finding(id, Level.BLOCKER, subject, sentence, remedy);
  }

  /// Subject and finding as one line.
  public String words() {
    return subject + ": " + sentence;
  }

  /// The next step as one line; empty when there is nothing to do.
  public String whatToDo() {
    return remedy.line();
  }

  public enum Level {
    /// As it should be.
    OK,
    /// Works, or may: named, with what to do.
    WARNING,
    /// Cannot work as it is.
    BLOCKER
  }
}
