package dev.mooring.report;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of the log, and what of it names nobody.
///
/// A message of Mooring's is a sentence of the program with values in it. The log marks the values,
/// so that the sentence can be kept without them. What others log, and what exceptions say, is not
/// marked and goes.
public final class LogLine {
  /// Around each value in a message, and in no value.
  public static final char OPEN = '‹';

  public static final char CLOSE = '›';

  /// Between what every line starts with and a marked message.
  public static final String SEPARATOR = " | ";

  private static final Pattern MESSAGE =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [A-Z]+) +\\[.*?] (\\S+) \\| (.*)");
  private static final Pattern OWN = Pattern.compile("(dev\\.mooring|d\\.m)\\..*");
  private static final Pattern VALUE = Pattern.compile(OPEN + "[^" + CLOSE + "]*" + CLOSE + "?");
  private static final Pattern FRAME =
      Pattern.compile("\\s+at (?:[\\w.]+/)?[\\w.$<>]+\\([\\w .$:]*\\).*|\\s+\\.\\.\\. \\d+ .*");
  private static final Pattern EXCEPTION =
      Pattern.compile(
          "(\\s*(?:Caused by: |Suppressed: )?[a-z]\\w*(?:\\.[\\w$]+)+(?:Exception|Error|Problem))(?::.*)?");

  private LogLine() {}

  /// A value as the log writes it: marked, on one line.
  public static String marked(Object value) {
    String text = String.valueOf(value).replace(OPEN, '<').replace(CLOSE, '>');
    return OPEN + text.replaceAll("\\R", " ") + CLOSE;
  }

  /// The line without names; empty for one that may be nothing but names.
  static Optional<String> withoutNames(String line) {
    Matcher message = MESSAGE.matcher(line);
    if (message.matches()) {
      String logger = message.group(2);
      String said =
          OWN.matcher(logger).matches()
              ? VALUE.matcher(message.group(3)).replaceAll("" + OPEN + CLOSE)
              : "(not Mooring's)";
      return Optional.of(message.group(1) + " " + logger + SEPARATOR + said);
    }
    if (FRAME.matcher(line).matches()) {
      return Optional.of(line.replaceFirst(" ~?\\[.*$", ""));
    }
    Matcher exception = EXCEPTION.matcher(line);
    return exception.matches() ? Optional.of(exception.group(1)) : Optional.empty();
  }
}
