package dev.mooring.mesh;

import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.mesh.Entrance.Address;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Streams to an entrance: to an address where it offers one that answers, else by port-forward
/// into its pod. Thread-safe.
final class EntrancePath {
  private static final Logger LOG = LoggerFactory.getLogger(EntrancePath.class);

  /// Addresses that do not answer from here are left alone for so long.
  private static final Duration REST = Duration.ofMinutes(1);

  private final Tunnels tunnels;
  private final List<Address> addresses;
  private final Object lock = new Object();
  private long silentUntil = System.nanoTime();

  EntrancePath(Tunnels tunnels, List<Address> addresses) {
    this.tunnels = tunnels;
    this.addresses = addresses;
  }

  String route() {
    return addresses.isEmpty()
        ? Messages.of("entrance-through-the-kubernetes-api")
        : Messages.of("entrance-at", addresses.getFirst());
  }

  ByteStream raw(ReadyPod pod) throws InterruptedException {
    if (worthTrying()) {
      for (Address each : addresses) {
        try {
          return TcpStream.connect(each.host(), each.port());
        } catch (MooringException e) {
          LOG.debug("The entrance does not answer at {}", each, e);
        }
      }
      synchronized (lock) {
        silentUntil = System.nanoTime() + REST.toNanos();
      }
    }
    return tunnels.open(pod.port());
  }

  private boolean worthTrying() {
    synchronized (lock) {
      return !addresses.isEmpty() && System.nanoTime() - silentUntil >= 0;
    }
  }
}
