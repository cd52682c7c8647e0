package dev.mooring.registry.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// How a request that only reads gets to its answer: by a login and after a wait that are asked
/// for, and along redirects.
///
/// Logins are only answered for, and only sent to, the registry itself; who it leads to gets to
/// know nobody.
record Following(Origin origin, Authorization authorization, Patience patience) {
  private static final int REDIRECTS = 5;

  @FunctionalInterface
  interface Ask {
    /// @param own whether it is the registry itself, which gets to see who asks
    Answer to(URI uri, boolean own) throws IOException, InterruptedException;
  }

  Answer to(URI uri, Ask ask) throws IOException, InterruptedException {
    URI next = uri;
    int waits = 0;
    int redirects = 0;
    boolean asked = false;
    while (true) {
      boolean own = origin.has(next);
      Answer answer = ask.to(next, own);
      if (own && !asked && isLoggedIn(answer)) {
        asked = true;
        continue;
      }
      Optional<Duration> pause =
          answer.status() == 429 ? RetryAfter.of(answer) : Optional.<Duration>empty();
      if (pause.isPresent()
          && pause.get().compareTo(RetryAfter.LONGEST) <= 0
          && waits++ < patience.waits()) {
        Thread.sleep(pause.get());
        continue;
      }
      Optional<String> location = answer.header("Location");
      boolean redirected =
          answer.status() >= 300 && answer.status() < 400 && answer.status() != 304;
      if (!redirected || location.isEmpty()) {
        return answer;
      }
      if (++redirects > REDIRECTS) {
        throw RegistryRefusals.elsewhere(uri, Messages.of("more-than-redirects", REDIRECTS));
      }
      next = lead(next, location.get());
    }
  }

  /// Whether a 401 was answered, so that another attempt makes sense.
  boolean isLoggedIn(Answer answer) throws IOException, InterruptedException {
    return answer.status() == 401
        && authorization.answer(answer.uri(), answer.headers("WWW-Authenticate"));
  }

  /// Content may be kept on another host.
  private URI lead(URI from, String target) {
    URI resolved = Origin.resolved(from, target);
    if (origin.has(from) && origin.has(resolved)) {
      return origin.own(resolved);
    }
    if (!authorization.mayLead(from, resolved)) {
      throw RegistryRefusals.elsewhere(from, target);
    }
    return resolved;
  }
}
