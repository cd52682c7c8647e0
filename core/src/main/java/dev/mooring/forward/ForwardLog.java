package dev.mooring.forward;

import dev.mooring.forward.ForwardEvent.Kind;
import dev.mooring.problem.Problem;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// What happened to one forward, over all its starts. Thread-safe.
final class ForwardLog {
  private static final int EVENTS = 200;
  private static final int REQUESTS = 500;

  private final Clock clock;
  private final History<ForwardEvent> events = new History<>(EVENTS);
  private final History<HttpRequest> requests = new History<>(REQUESTS);
  private final AtomicBoolean saidNotHttp = new AtomicBoolean();
  private String last = "";

  ForwardLog(Clock clock) {
    this.clock = clock;
  }

  List<ForwardEvent> events() {
    return events.all();
  }

  List<HttpRequest> requests() {
    return requests.all();
  }

  /// A view of the requests on one connection.
  HttpView view() {
    return new HttpView(clock, requests::add, this::notHttp);
  }

  /// Told by each connection that the view of requests cannot follow from its start; worth an entry
  /// once.
  void notHttp() {
    if (saidNotHttp.compareAndSet(false, true)) {
      add(Kind.NOTED, "requests are not listed: what passes is not HTTP/1.1");
    }
  }

  void started(String addresses) {
    saidNotHttp.set(false);
    add(Kind.STARTED, "listens on " + addresses);
  }

  void stopped() {
    add(Kind.STOPPED, "stopped");
  }

  void failed(Problem problem) {
    add(Kind.FAILED, problem.what() + ": " + problem.why());
  }

  void connectionFailed(Problem problem) {
    add(Kind.CONNECTION_FAILED, problem.what() + ": " + problem.why());
  }

  void standing(TargetPods.Standing now) {
    if (now.why().isEmpty()) {
      String pods =
          now.pods().stream()
              .map(each -> each.port().pod())
              .limit(3)
              .collect(Collectors.joining(", "));
      int more = now.pods().size() - 3;
      add(Kind.SERVING, "ready: " + pods + (more > 0 ? " and " + more + " more" : ""));
    } else {
      add(Kind.WAITING, now.why());
    }
  }

  /// The same again tells nothing new, however often it comes.
  private synchronized void add(Kind kind, String words) {
    if (!(kind + words).equals(last)) {
      last = kind + words;
      events.add(new ForwardEvent(clock.instant(), kind, words));
    }
  }
}
