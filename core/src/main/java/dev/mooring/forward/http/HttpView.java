package dev.mooring.forward.http;

import dev.mooring.document.Printable;
import dev.mooring.forward.HttpRequest;
import dev.mooring.forward.http.HttpMessages.Body;
import dev.mooring.forward.http.HttpMessages.Head;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Notes the HTTP/1.x requests of one connection from the bytes that pass.
///
/// It keeps none of the bytes and changes none. Requests and answers are matched in order, as
/// pipelining demands. Where it cannot follow (an upgrade, HTTP/2, TLS, a broken or endless head),
/// it looks no further at this connection, which goes on as before. Thread-safe.
public final class HttpView {
  private static final int MOST_PENDING = 64;
  private static final int LONGEST_PATH = 1024;
  private static final Pattern REQUEST =
      Pattern.compile("([A-Za-z][!#$%&'*+.^_`|~0-9A-Za-z-]{0,31}) (\\S+) HTTP/1\\.[01]");
  private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( .*)?");

  /// What framing says of the answers so far.
  public enum Completeness {
    /// Each request has its answer, and each answer its last byte.
    WHOLE,
    /// An answer has begun whose last byte did not come.
    CUT,
    /// It is no HTTP/1.x, a request waits for its answer, or only the end can tell.
    UNKNOWN
  }

  /// A request on its way.
  private static final class Exchange {
    final Instant at;
    final long since;
    final String method;
    final String path;
    final boolean asksToContinue;
    boolean whole;
    int status;

    Exchange(Instant at, long since, String method, String path, boolean asksToContinue) {
      this.at = at;
      this.since = since;
      this.method = method;
      this.path = path;
      this.asksToContinue = asksToContinue;
    }
  }

  private final Clock clock;
  private final Consumer<HttpRequest> noted;
  private final Runnable notHttp;
  private final HttpMessages requests = new HttpMessages(new Requests());
  private final HttpMessages answers = new HttpMessages(new Answers());
  private final ArrayDeque<Exchange> pending = new ArrayDeque<>();
  private final boolean listed;
  private boolean requested;
  private boolean answered;
  private boolean closing;
  private boolean told;

  /// @param notHttp called at most once, when what passes is something else
  public HttpView(Clock clock, Consumer<HttpRequest> noted, Runnable notHttp) {
    this(clock, noted, notHttp, true);
  }

  private HttpView(Clock clock, Consumer<HttpRequest> noted, Runnable notHttp, boolean listed) {
    this.clock = clock;
    this.noted = noted;
    this.notHttp = notHttp;
    this.listed = listed;
  }

  /// One that only tells what is complete.
  public static HttpView unlisted() {
    return new HttpView(Clock.systemUTC(), ignored -> {}, () -> {}, false);
  }

  /// Bytes on their way to the pod.
  public synchronized void sent(byte[] bytes, int offset, int length) {
    requests.look(bytes, offset, length);
  }

  /// Bytes from the pod.
  public synchronized void received(byte[] bytes, int offset, int length) {
    answers.look(bytes, offset, length);
  }

  /// What an end would mean now.
  public synchronized Completeness completeness() {
    if (!answered) {
      return Completeness.UNKNOWN;
    }
    return switch (answers.place()) {
      case BETWEEN -> pending.isEmpty() ? Completeness.WHOLE : Completeness.UNKNOWN;
      case BODY -> Completeness.CUT;
      case ELSEWHERE -> Completeness.UNKNOWN;
    };
  }

  /// Whether half of a request was sent: an application that is gone will never be answered.
  public synchronized boolean asksHalf() {
    return requests.unfinished();
  }

  /// Whether nothing is under way: all requests and answers are whole.
  public synchronized boolean settled() {
    return completeness() == Completeness.WHOLE && requests.place() == HttpMessages.Place.BETWEEN;
  }

  /// The same, and neither side has said that it ends the connection now.
  public synchronized boolean resting() {
    return settled() && !closing;
  }

  /// The pod ended its side in order.
  public synchronized void answersEnded() {
    answers.end();
  }

  /// The connection is over; what is still open is noted as it stands.
  public synchronized void closed() {
    long size = answers.size();
    while (!pending.isEmpty()) {
      note(pending.remove(), size);
      size = 0;
    }
    told = true;
    requests.stop();
    answers.stop();
  }

  private void note(Exchange exchange, long size) {
    noted.accept(
        new HttpRequest(
            exchange.at,
            exchange.method,
            exchange.path,
            exchange.status,
            Duration.ofNanos(System.nanoTime() - exchange.since),
            size));
  }

  private static boolean ends(Head head) {
    return head.start().contains("HTTP/1.0")
        || head.values("connection").stream().anyMatch(each -> each.contains("close"));
  }

  private void tellNotHttp() {
    if (!told) {
      told = true;
      notHttp.run();
    }
  }

  /// The status of an answer; empty where it is none of HTTP/1.x.
  static String status(Head head) {
    Matcher line = ANSWER.matcher(head.start());
    return line.matches() ? line.group(1) : "";
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

  private final class Requests implements HttpMessages.Reader {
    private Instant at = Instant.EPOCH;
    private long since;

    @Override
    public void began() {
      at = clock.instant();
      since = System.nanoTime();
    }

    @Override
    public Body head(Head head) {
      Matcher line = REQUEST.matcher(head.start());
      if (!line.matches() || pending.size() == MOST_PENDING) {
        return Body.UNKNOWN;
      }
      requested = true;
      boolean asks = head.values("expect").contains("100-continue");
      String path = listed ? path(line.group(2)) : "";
      pending.add(new Exchange(at, since, line.group(1), path, asks));
      closing |= ends(head);
      return Body.BY_FIELDS;
    }

    @Override
    public void ended(long size) {
      if (!pending.isEmpty()) {
        pending.getLast().whole = true;
      }
    }

    @Override
    public void stopped() {
      if (!requested && !answered) {
        tellNotHttp();
        answers.stop();
      }
    }
  }

  private final class Answers implements HttpMessages.Reader {
    private boolean interim;

    @Override
    public void began() {}

    @Override
    public Body head(Head head) {
      Matcher line = ANSWER.matcher(head.start());
      if (!line.matches()) {
        return Body.UNKNOWN;
      }
      answered = true;
      Exchange exchange = pending.peek();
      if (exchange == null) {
        return Body.UNKNOWN;
      }
      int status = Integer.parseInt(line.group(1));
      boolean tunnel =
          status == 101 || (status / 100 == 2 && exchange.method.equalsIgnoreCase("CONNECT"));
      interim = status / 100 == 1 && !tunnel;
      if (interim) {
        return Body.NONE;
      }
      exchange.status = status;
      closing |= ends(head);
      if (tunnel) {
        note(pending.remove(), 0);
        requests.stop();
        return Body.UNKNOWN;
      }
      if (exchange.asksToContinue
          && exchange == pending.getLast()
          && !exchange.whole
          && requests.size() == 0) {
        // Refused before the body: whether the body still comes or another request is open.
        requests.stop();
      }
      return status == 204 || status == 304 || exchange.method.equalsIgnoreCase("HEAD")
          ? Body.NONE
          : Body.BY_FIELDS_OR_CONNECTION;
    }

    @Override
    public void ended(long size) {
      if (!interim) {
        note(pending.remove(), size);
      }
    }

    @Override
    public void stopped() {
      if (!answered) {
        tellNotHttp();
      }
      pending.clear();
      requests.stop();
    }
  }
}
