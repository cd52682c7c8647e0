package dev.mooring.stack;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What came back to an attempt.
///
/// @param words as the program that tried it put them: "403 Forbidden", "Connection refused"
record Answer(Outcome outcome, String words) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})\\b *(.*)");

  /// From what is as it should be to what is worst.
  enum Outcome {
    REFUSED,
    UNTRIED,
    /// The other side is broken, so nothing is known of what it would let in.
    UNCLEAR,
    LET_IN
  }

  /// One line of curl, of wget or of HTTP.
  static Answer parse(String line) {
    Matcher http = STATUS.matcher(line);
    if (http.find()) {
      int status = Integer.parseInt(http.group(1));
      String words = (status + " " + http.group(2)).strip();
      return new Answer(
          status < 300 ? Outcome.LET_IN : status < 500 ? Outcome.REFUSED : Outcome.UNCLEAR, words);
    }
    String words = line.strip().replaceFirst("^(curl|wget): *(\\(\\d+\\) *)?", "");
    return refused(words.isEmpty() ? Messages.of("the-connection-was-closed") : words);
  }

  static Answer refused(String words) {
    return new Answer(Outcome.REFUSED, words);
  }

  static Answer untried(String why) {
    return new Answer(Outcome.UNTRIED, why);
  }

  /// The worst of what came back at several places.
  static Answer worst(List<Answer> answers) {
    return answers.stream()
        .reduce((one, other) -> other.outcome.compareTo(one.outcome) > 0 ? other : one)
        .orElseGet(() -> untried(Messages.of("no-pod-was-there-to-try")));
  }

  /// As a row tells it.
  String sentence() {
    return switch (outcome) {
      case REFUSED -> Messages.of("refused", words);
      case UNTRIED -> Messages.of("not-tried", words);
      case UNCLEAR -> Messages.of("no-proof", words);
      case LET_IN -> Messages.of("let-in", words);
    };
  }
}
