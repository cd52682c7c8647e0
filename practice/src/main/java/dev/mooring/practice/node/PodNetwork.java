package dev.mooring.practice.node;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which loopback port of this machine stands for which port of which pod, and who dials it.
///
/// A pod's own loopback address is where its containers and every port-forward come from; other
/// pods and the nodes reach only what is bound to more than that.
public final class PodNetwork {
  public static final String LOOPBACK = "127.0.0.1";

  private record Listening(int loopbackPort, boolean everywhere) {}

  private final Map<String, Map<Integer, Listening>> pods = new ConcurrentHashMap<>();

  /// Source addresses of open connections, by the port that they come from.
  private final Map<Integer, String> sources = new ConcurrentHashMap<>();

  /// @param everywhere whether it listens on all of the pod's addresses, not on loopback only
  public void listen(String podUid, int port, int loopbackPort, boolean everywhere) {
    pods.computeIfAbsent(podUid, _ -> new ConcurrentHashMap<>())
        .put(port, new Listening(loopbackPort, everywhere));
  }

  public void forget(String podUid, int port) {
    Map<Integer, Listening> ports = pods.get(podUid);
    if (ports != null) {
      ports.remove(port);
    }
  }

  public void forget(String podUid) {
    pods.remove(podUid);
  }

  /// What answers inside the pod.
  public Optional<Integer> at(String podUid, int port) {
    return listening(podUid, port).map(Listening::loopbackPort);
  }

  private Optional<Listening> listening(String podUid, int port) {
    Map<Integer, Listening> ports = pods.get(podUid);
    return ports == null ? Optional.empty() : Optional.ofNullable(ports.get(port));
  }

  /// Connects to a port of a pod.
  ///
  /// @param source the address that the connection comes from; the loopback address is the pod's
  /// own
  /// @throws ConnectException where nothing listens for that source
  public Socket dial(String podUid, int port, String source) throws IOException {
    Listening found =
        listening(podUid, port)
            .filter(each -> each.everywhere() || source.equals(LOOPBACK))
            .orElseThrow(() -> new ConnectException("connection refused"));
    Socket socket = new Known();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      sources.put(socket.getLocalPort(), source);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), found.loopbackPort()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// The source address of a connection that a listener accepted.
  public String source(int clientPort) {
    return sources.getOrDefault(clientPort, LOOPBACK);
  }

  /// A connection whose source is known while it is open.
  private final class Known extends Socket {
    @Override
    public void close() throws IOException {
      if (isClosed()) {
        return;
      }
      sources.remove(getLocalPort());
      super.close();
    }
  }
}
