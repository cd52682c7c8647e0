package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Context;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How one context reaches its API server now: the kubeconfig is read again once its files have
/// changed, so that a new login counts without a restart.
///
/// A context that was taken out of the kubeconfig leads nowhere until it is back: every call then
/// says so. What was read last counts while a file is being written.
final class Endpoint implements ApiEndpoint {
  private static final long BETWEEN_LOOKS = Duration.ofMillis(500).toNanos();

  private final Context context;
  private final Supplier<List<Object>> stamps;
  private final Supplier<Route> reading;
  private final Object lock = new Object();
  private volatile Runnable changed = () -> {};
  private Route route;
  private List<Object> known;
  private @Nullable List<Object> unreadable;
  private @Nullable Problem trouble;
  private long looked = System.nanoTime();

  /// @param stamp of the files that gave the first route
  /// @param stamps what tells that the files changed
  /// @param reading the context's route by the files as they are, or why there is none
  Endpoint(
      Route first, List<Object> stamp, Supplier<List<Object>> stamps, Supplier<Route> reading) {
    this.context = first.context();
    this.route = first;
    this.stamps = stamps;
    this.reading = reading;
    this.known = stamp;
  }

  /// @param next called when the way changed, on the thread that noticed
  void onChange(Runnable next) {
    changed = next;
  }

  @Override
  public Context context() {
    return context;
  }

  Credentials credentials() {
    return route().credentials();
  }

  @Override
  public URI server() {
    return route().server();
  }

  @Override
  public @Nullable SSLContext tls() throws InterruptedException {
    return route().tls();
  }

  @Override
  public @Nullable String tlsName() {
    return route().tlsName();
  }

  @Override
  public Map<String, String> headers() throws InterruptedException {
    return route().headers();
  }

  @Override
  public boolean refused() throws InterruptedException {
    return route().credentials().invalidate();
  }

  @Override
  public ProxySelector proxies() {
    return route().proxies();
  }

  /// The host without the brackets of an IPv6 address.
  static String host(URI server) {
    return server.getHost().replaceAll("^\\[|]$", "");
  }

  private Route route() {
    boolean news = false;
    Route now;
    synchronized (lock) {
      if (System.nanoTime() - looked > BETWEEN_LOOKS) {
        looked = System.nanoTime();
        news = look();
      }
      now = route;
      Problem missing = trouble;
      if (missing != null) {
        throw missing.raise();
      }
    }
    if (news) {
      changed.run();
    }
    return now;
  }

  /// True when the way is another one now.
  private boolean look() {
    List<Object> stamp = stamps.get();
    if (stamp.equals(known)) {
      return false;
    }
    try {
      Route next = reading.get();
      boolean other = !next.same(route) || trouble != null;
      if (other) {
        route = next;
      }
      known = stamp;
      unreadable = null;
      trouble = null;
      return other;
    } catch (MooringException e) {
      if (stamp.equals(unreadable)) {
        known = stamp;
        trouble = gone(e.problem());
      }
      unreadable = stamp;
      return false;
    }
  }

  private Problem gone(Problem cause) {
    return new Problem(
        Code.CONTEXT_MISSING,
        Messages.of("the-context-can-no-longer-be", context.name()),
        cause.what() + ": " + cause.why(),
        new Remedy.Advice(Messages.of("put-it-back-into-the-kubeconfig")));
  }
}
