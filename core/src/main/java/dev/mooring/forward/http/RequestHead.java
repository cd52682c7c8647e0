package dev.mooring.forward.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The head of one request, read as RFC 9112 says and no other way: whatever another server might
/// read differently is refused.
///
/// @param method as sent
/// @param length of the body; -1 where it comes in chunks
record RequestHead(String method, long length) {
  private static final int MOST_FIELDS = 200;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern LINE =
      Pattern.compile("(" + TOKEN + ") ([\\x21-\\x7e]+) HTTP/1\\.([01])");
  private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):(.*)", Pattern.DOTALL);
  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://([^/?#]*)([/?].*)?", Pattern.CASE_INSENSITIVE);
  private static final Set<String> NEVER_LAST =
      Set.of("host", "content-length", "transfer-encoding", "authorization");
  private static final String FETCH_METADATA = "sec-fetch-";
  private static final String PREFLIGHT = "access-control-request-";

  /// What came of a head: it, or why not.
  sealed interface Judged {
    record Passed(RequestHead head) implements Judged {}

    record Refused(HttpRefusal why) implements Judged {}
  }

  /// Judged as soon as it is whole, so that whoever speaks another protocol does not wait for ever.
  static Optional<HttpRefusal> lineRefused(String line) {
    if (line.startsWith("PRI ")) {
      return Optional.of(HttpRefusal.unclear("This port speaks HTTP/1.1, not HTTP/2"));
    }
    return LINE.matcher(line).matches()
        ? Optional.empty()
        : Optional.of(HttpRefusal.unclear("This is not an HTTP/1.1 request"));
  }

  /// @param bytes the head with the empty line that ends it; every line ends with CRLF
  static Judged judge(byte[] bytes, Hosts hosts) {
    List<String> lines =
        List.of(
            new String(bytes, 0, bytes.length - 4, StandardCharsets.ISO_8859_1).split("\r\n", -1));
    Matcher line = LINE.matcher(lines.getFirst());
    if (!line.matches()) {
      return refused(lineRefused(lines.getFirst()).orElseThrow());
    }
    if (lines.size() > MOST_FIELDS) {
      return unclear(Messages.of("the-request-has-more-than-headers", MOST_FIELDS));
    }
    Fields fields = new Fields();
    for (String each : lines.subList(1, lines.size())) {
      Matcher field = FIELD.matcher(each);
      if (!field.matches() || hasControls(field.group(2))) {
        return unclear(Messages.of("a-header-of-the-request-is"));
      }
      fields.add(field.group(1).toLowerCase(Locale.ROOT), trimmed(field.group(2)));
    }
    HttpRefusal browser = fields.browser;
    if (browser != null) {
      return refused(browser);
    }
    return about(line.group(1), line.group(2), line.group(3).equals("1"), fields, hosts);
  }

  private static Judged about(
      String method, String target, boolean current, Fields fields, Hosts hosts) {
    if (method.equalsIgnoreCase("OPTIONS")) {
      return refused(HttpRefusal.browser(Messages.of("options-is-how-web-pages-ask")));
    }
    if (method.equalsIgnoreCase("CONNECT")) {
      return unclear(Messages.of("this-port-is-not-a-proxy"));
    }
    if (fields.hosts.size() != 1) {
      return unclear(Messages.of("the-request-must-have-exactly-one"));
    }
    if (!hosts.contain(fields.hosts.getFirst())) {
      return refused(HttpRefusal.browser(Messages.of("the-requests-host-is-not-this")));
    }
    Matcher absolute = ABSOLUTE.matcher(target);
    if (!target.startsWith("/") && !absolute.matches()) {
      return unclear(Messages.of("the-request-target-is-not-a"));
    }
    if (absolute.matches() && !hosts.contain(absolute.group(1))) {
      return refused(HttpRefusal.browser(Messages.of("the-requests-host-is-not-this")));
    }
    return framed(method, current, fields);
  }

  private static Judged framed(String method, boolean current, Fields fields) {
    if (fields.codings.isEmpty()) {
      if (fields.lengths.isEmpty()) {
        return new Judged.Passed(new RequestHead(method, 0));
      }
      return fields.lengths.size() == 1 && fields.lengths.getFirst().matches("[0-9]{1,18}")
          ? new Judged.Passed(new RequestHead(method, Long.parseLong(fields.lengths.getFirst())))
          : unclear("The request's Content-Length is not one number");
    }
    if (!fields.lengths.isEmpty()) {
      return unclear("The request has both Content-Length and Transfer-Encoding");
    }
    return current
            && fields.codings.size() == 1
            && fields.codings.getFirst().equalsIgnoreCase("chunked")
        ? new Judged.Passed(new RequestHead(method, -1))
        : unclear(Messages.of("the-requests-transfer-encoding-is-not"));
  }

  /// Whether a line could end a chunked body's trailer section without meaning anything.
  static boolean isTrailer(String line) {
    Matcher field = FIELD.matcher(line);
    return field.matches()
        && !hasControls(field.group(2))
        && !NEVER_LAST.contains(field.group(1).toLowerCase(Locale.ROOT));
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127);
  }

  private static String trimmed(String value) {
    return value.replaceAll("^[ \t]+|[ \t]+$", "");
  }

  private static Judged refused(HttpRefusal why) {
    return new Judged.Refused(why);
  }

  private static Judged unclear(String why) {
    return refused(HttpRefusal.unclear(why));
  }

  /// Those that decide.
  private static final class Fields {
    final List<String> hosts = new ArrayList<>();
    final List<String> lengths = new ArrayList<>();
    final List<String> codings = new ArrayList<>();
    @Nullable HttpRefusal browser;

    void add(String name, String value) {
      switch (name) {
        case "host" -> hosts.add(value);
        case "content-length" -> lengths.add(value);
        case "transfer-encoding" -> codings.add(value);
        case "origin" ->
            browser = HttpRefusal.browser(Messages.of("the-request-has-an-origin-header"));
        default -> {
          if (name.startsWith(FETCH_METADATA) || name.startsWith(PREFLIGHT)) {
            browser = HttpRefusal.browser(Messages.of("a-browser-sent-this-request"));
          }
        }
      }
    }
  }
}
