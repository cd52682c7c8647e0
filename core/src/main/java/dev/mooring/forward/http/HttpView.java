package dev.mooring.forward.http;

import dev.mooring.forward.HttpRequest;
import dev.mooring.forward.http.Framing.Body;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Notes the HTTP/1.x requests of one connection from the bytes that pass.
///
/// It keeps none of the bytes and changes none. Requests and answers are matched in order, as
/// pipelining demands. Where it cannot follow (an upgrade, HTTP/2, TLS, a broken or endless head),
/// it looks no further at this connection, which goes on as before. Thread-safe.
public final class HttpView {
  private static final int MOST_PENDING = 64;

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

  private void tellNotHttp() {
    if (!told) {
      told = true;
      notHttp.run();
    }
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
    public Body head(MessageHead head) {
      StartLine.Asked asked = StartLine.asked(head.start()).orElse(null);
      if (asked == null || pending.size() == MOST_PENDING) {
        return Body.UNKNOWN;
      }
      requested = true;
      boolean asks = head.values("expect").contains("100-continue");
      String path = listed ? StartLine.path(asked.target()) : "";
      pending.add(new Exchange(at, since, asked.method(), path, asks));
      closing |= head.endsConnection();
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
    public Body head(MessageHead head) {
      OptionalInt answer = StartLine.status(head.start());
      if (answer.isEmpty()) {
        return Body.UNKNOWN;
      }
      answered = true;
      Exchange exchange = pending.peek();
      if (exchange == null) {
        return Body.UNKNOWN;
      }
      int status = answer.getAsInt();
      boolean tunnel =
          status == 101 || (status / 100 == 2 && exchange.method.equalsIgnoreCase("CONNECT"));
      interim = status / 100 == 1 && !tunnel;
      if (interim) {
        return Body.NONE;
      }
      exchange.status = status;
      closing |= head.endsConnection();
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
