package dev.mooring.document;

/// How much a text from outside may hold before it is refused. Reading never recurses, so depth is
/// a bound for those who walk the result.
///
/// @param bytes the longest text
/// @param depth lists and maps inside each other
/// @param tokens values, names, and brackets; about 60 bytes of memory each at worst
/// @param text characters of one string
public record Bounds(int bytes, int depth, int tokens, int text) {
  /// Answers of a server that was chosen and logged in to; as long as whoever reads them allows.
  public static final Bounds ANSWER =
      new Bounds(Integer.MAX_VALUE, 200, Integer.MAX_VALUE, 20_000_000);

  /// What strangers put into a registry or an archive.
  public static final Bounds CONTENT = new Bounds(4 << 20, 100, 400_000, 1 << 20);

  /// Files that people keep and programs write. A kubeconfig of a thousand clusters has five
  /// megabytes.
  public static final Bounds FILE = new Bounds(32 << 20, 200, 4_000_000, 20_000_000);
}
