package dev.mooring.tunnel.cluster;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.job.Subscription;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.liveness.ServerPulse;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who wants to know of the way to the pods, and what is known. While somebody does, the API server
/// is asked a few times a second. Thread-safe.
final class Reachability implements AutoCloseable {
  private final ApiEndpoint endpoint;
  private final Set<Consumer<ReachabilityEvent>> followers = new CopyOnWriteArraySet<>();
  private final Object pulsing = new Object();
  private @Nullable Thread pulse;
  private @Nullable ReachabilityEvent server;
  private boolean closed;

  Reachability(ApiEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /// Told what is known already, then each change.
  Subscription follow(Consumer<ReachabilityEvent> consumer) {
    synchronized (pulsing) {
      followers.add(consumer);
      if (server != null) {
        consumer.accept(server);
      }
      if (pulse == null && !closed) {
        ServerPulse asking = new ServerPulse(endpoint, this::tellOfServer, Clock.systemUTC());
        // Not a virtual one: waking that four times a second costs twice as much.
        pulse = Thread.ofPlatform().daemon().name("api-pulse").start(() -> run(asking));
      }
    }
    return () -> {
      synchronized (pulsing) {
        followers.remove(consumer);
        if (followers.isEmpty()) {
          endPulse();
        }
      }
    };
  }

  private void endPulse() {
    Thread running = pulse;
    if (running != null) {
      running.interrupt();
    }
    pulse = null;
    server = null;
  }

  private static void run(ServerPulse asking) {
    try {
      asking.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The interrupted pulse may still be in a read when the next one begins.
  private void tellOfServer(ReachabilityEvent event) {
    synchronized (pulsing) {
      if (!Thread.currentThread().equals(pulse)) {
        return;
      }
      if (event instanceof ReachabilityEvent.ServerSilent
          || event instanceof ReachabilityEvent.ServerHeard) {
        server = event instanceof ReachabilityEvent.ServerSilent ? event : null;
      }
    }
    tell(event);
  }

  /// Passes on what a tunnel noticed.
  void tell(ReachabilityEvent event) {
    followers.forEach(each -> each.accept(event));
  }

  @Override
  public void close() {
    synchronized (pulsing) {
      closed = true;
      endPulse();
    }
  }
}
