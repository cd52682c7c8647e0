package dev.mooring.document;

/// How much a text from outside may hold before it is refused. Reading never recurses, so depth is
/// a bound for those who walk the result.
///
/// Which one is right depends on who wrote the text; without a word, a text is a stranger's.
///
/// @param bytes the longest text
/// @param depth lists and maps inside each other
/// @param tokens values, names, and brackets; at worst [#TOKEN] bytes of memory each
/// @param text characters of one string
public record Bounds(int bytes, int depth, int tokens, int text) {
  /// What one token takes in memory at worst: a name of its own, its place in a map, and a text.
  private static final int TOKEN = 72;

  /// What strangers put into a registry, an archive, an annotation, a response.
  public static final Bounds CONTENT = new Bounds(4 << 20, 100, 400_000, 1 << 20);

  /// One message of a debugger or an editor: a page of variables, at most.
  public static final Bounds MESSAGE = new Bounds(16 << 20, 200, 1_000_000, 8 << 20);

  /// Files that people keep and programs write. A kubeconfig of a thousand clusters has five
  /// megabytes and 60,000 values.
  public static final Bounds FILE = new Bounds(32 << 20, 200, 1_000_000, 20_000_000);

  /// Answers of the API server that was chosen and logged in to. A page of 500 large pods has 20
  /// MiB; field managers, of which half of it may be, have a token every eight bytes.
  public static final Bounds ANSWER = new Bounds(128 << 20, 200, 8_000_000, 20_000_000);

  /// Bytes of memory that a text of some length and what is read from it take at worst, whatever
  /// they say.
  ///
  /// @param length bytes of the text
  public long worst(int length) {
    // No token is shorter than two bytes: a digit and a comma, two brackets.
    return length + TOKEN * Math.min(tokens, length / 2L + 1);
  }
}
