package dev.mooring.forward.http;

import dev.mooring.document.Printable;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The first line of an HTTP/1.x message (RFC 9112, sections 3 and 4).
final class StartLine {
  private static final int LONGEST_PATH = 1024;
  private static final Pattern REQUEST =
      Pattern.compile("([A-Za-z][!#$%&'*+.^_`|~0-9A-Za-z-]{0,31}) (\\S+) HTTP/1\\.[01]");
  private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( .*)?");

  private StartLine() {}

  /// What a request asks for.
  record Asked(String method, String target) {}

  /// Empty where it is no request of HTTP/1.x.
  static Optional<Asked> asked(String line) {
    Matcher request = REQUEST.matcher(line);
    return request.matches()
        ? Optional.of(new Asked(request.group(1), request.group(2)))
        : Optional.empty();
  }

  /// The status of an answer; empty where it is none of HTTP/1.x.
  static OptionalInt status(String line) {
    Matcher answer = ANSWER.matcher(line);
    return answer.matches()
        ? OptionalInt.of(Integer.parseInt(answer.group(1)))
        : OptionalInt.empty();
  }

  /// The path alone: a query may hold secrets, and so may the user part of a whole address.
  static String path(String target) {
    String path = target.split("[?#]", 2)[0];
    int scheme = path.indexOf("://");
    if (!path.startsWith("/") && scheme > 0) {
      int slash = path.indexOf('/', scheme + 3);
      path = slash < 0 ? "/" : path.substring(slash);
    }
    path = path.replaceAll("[^\\x21-\\x7e]", "?");
    return Printable.cut(path, LONGEST_PATH);
  }
}
