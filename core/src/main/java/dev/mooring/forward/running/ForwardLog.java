package dev.mooring.forward.running;

import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.ForwardEvent.Kind;
import dev.mooring.forward.HttpRequest;
import dev.mooring.forward.http.HttpView;
import dev.mooring.forward.reach.Standing;
import dev.mooring.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What happened to one forward, over all its starts. Thread-safe.
///
/// It never storms: the same again is not told again, and where much happens at once only the
/// newest is kept, with the number of those left out.
public final class ForwardLog {
  private static final int EVENTS = 200;
  private static final int REQUESTS = 500;

  /// So many events may come at once; later ones come back one by one.
  private static final int AT_ONCE = 12;

  private static final Duration EACH = Duration.ofSeconds(5);

  private final Clock clock;
  private final History<ForwardEvent> events = new History<>(EVENTS);
  private final History<HttpRequest> requests = new History<>(REQUESTS);
  private final AtomicBoolean saidNotHttp = new AtomicBoolean();
  private String last = "";
  private int room = AT_ONCE;
  private Instant counted;
  private int leftOut;
  private @Nullable ForwardEvent waiting;
  private @Nullable Instant lostAt;
  private boolean served;
  private String pod = "";

  public ForwardLog(Clock clock) {
    this.clock = clock;
    this.counted = clock.instant();
  }

  /// The newest last. The very newest is always there, even where others were left out.
  public synchronized List<ForwardEvent> events() {
    List<ForwardEvent> all = new ArrayList<>(events.all());
    if (waiting != null) {
      all.add(counting(waiting, leftOut - 1));
    }
    return List.copyOf(all);
  }

  public List<HttpRequest> requests() {
    return requests.all();
  }

  /// A view of one connection.
  ///
  /// @param list whether its requests are listed
  public HttpView view(boolean list) {
    return list ? new HttpView(clock, requests::add, this::notHttp) : HttpView.unlisted();
  }

  /// Told by each connection that the view of requests cannot follow from its start; worth an entry
  /// once.
  synchronized void notHttp() {
    if (saidNotHttp.compareAndSet(false, true)) {
      add(Kind.NOTED, Messages.of("requests-cannot-be-recorded"));
    }
  }

  /// The next start has lost nothing yet.
  public synchronized void begins() {
    lostAt = null;
    served = false;
    pod = "";
  }

  public synchronized void started(String addresses) {
    saidNotHttp.set(false);
    add(Kind.STARTED, Messages.of("listens-on", addresses));
  }

  public synchronized void stopped() {
    begins();
    add(Kind.STOPPED, "stopped");
  }

  public synchronized void failed(Problem problem) {
    begins();
    add(Kind.FAILED, problem.what() + ": " + problem.why());
  }

  public synchronized void connectionFailed(Problem problem) {
    add(Kind.CONNECTION_FAILED, problem.what() + ": " + problem.why());
  }

  /// A connection was made to this pod.
  ///
  /// @param turns whether pods take turns, so that another one is no news
  public synchronized void reached(String now, boolean turns) {
    if (!turns && !pod.isEmpty() && !pod.equals(now)) {
      add(Kind.SWITCHED, Messages.of("now-goes-to-before-to", now, pod));
    }
    pod = now;
  }

  synchronized void standing(Standing now) {
    if (now.equals(Standing.UNKNOWN)) {
      return;
    }
    if (now.why().isEmpty()) {
      serves(names(now));
    } else {
      lacks(now.why());
    }
  }

  /// A connection made now would be served.
  ///
  /// @param by whom
  public synchronized void serves(String by) {
    Instant since = lostAt;
    add(
        since == null ? Kind.SERVING : Kind.BACK,
        since == null ? Messages.of("ready", by) : Messages.of("back-after", words(since), by));
    lostAt = null;
    served = true;
  }

  /// A connection made now would have to wait.
  public synchronized void lacks(String why) {
    if (served) {
      lostAt = lostAt == null ? clock.instant() : lostAt;
      add(Kind.LOST, Messages.of("lost", why));
    } else {
      add(Kind.WAITING, why);
    }
  }

  private static String names(Standing now) {
    String pods =
        now.pods().stream()
            .map(each -> each.port().pod())
            .limit(3)
            .collect(Collectors.joining(", "));
    int more = now.pods().size() - 3;
    return more > 0 ? Messages.of("and-more", pods, more) : pods;
  }

  private String words(Instant since) {
    Duration gone = Duration.between(since, clock.instant());
    return gone.toSeconds() < 1
        ? Messages.of("less-than-a-second")
        : gone.toSeconds() < 120 ? gone.toSeconds() + " s" : Messages.of("min", gone.toMinutes());
  }

  private void add(Kind kind, String words) {
    if ((kind + words).equals(last)) {
      return;
    }
    last = kind + words;
    ForwardEvent event = new ForwardEvent(clock.instant(), kind, words);
    refill(event.at());
    if (room > 0) {
      room--;
      events.add(counting(event, leftOut));
      leftOut = 0;
      waiting = null;
    } else {
      leftOut++;
      waiting = event;
    }
  }

  private void refill(Instant now) {
    long earned = Math.max(0, Duration.between(counted, now).dividedBy(EACH));
    room = (int) Math.min(AT_ONCE, room + earned);
    counted = earned > 0 ? now : counted;
  }

  private static ForwardEvent counting(ForwardEvent event, int others) {
    return others <= 0
        ? event
        : new ForwardEvent(
            event.at(),
            event.kind(),
            Messages.of("events-before-it-left-out", event.words(), others));
  }
}
