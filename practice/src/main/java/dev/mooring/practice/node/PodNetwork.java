package dev.mooring.practice.node;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which loopback port stands for which port of which pod.
public final class PodNetwork {
  private final Map<String, Map<Integer, Integer>> pods = new ConcurrentHashMap<>();

  public void listen(String podUid, int port, int loopbackPort) {
    pods.computeIfAbsent(podUid, _ -> new ConcurrentHashMap<>()).put(port, loopbackPort);
  }

  public void forget(String podUid, int port) {
    Map<Integer, Integer> ports = pods.get(podUid);
    if (ports != null) {
      ports.remove(port);
    }
  }

  public void forget(String podUid) {
    pods.remove(podUid);
  }

  public Optional<Integer> at(String podUid, int port) {
    Map<Integer, Integer> ports = pods.get(podUid);
    return ports == null ? Optional.empty() : Optional.ofNullable(ports.get(port));
  }
}
