package dev.mooring.tunnel.flow;

import java.time.Duration;

/// Every limit of the tunnels, so that tests can use short ones.
///
/// @param connect TCP, TLS and upgrade together
/// @param reply how long the far side may take to accept a stream
/// @param suspect how long it may take on a tunnel that is silent, before another one is tried
/// @param pingEvery between two pings of a tunnel
/// @param pong how long a ping may stay unanswered
/// @param stall how long an upload may stand still while the API server itself answers
/// @param idle after which a pod's last tunnel without streams is closed
/// @param linger after which any other tunnel without streams is closed
/// @param tunnelsPerPod how many connections to the API server one pod may have
/// @param handshakes how many connections may be opened at the same time
/// @param queue bytes kept for a local reader that is slower than the pod
public record Timing(
    Duration connect,
    Duration reply,
    Duration suspect,
    Duration pingEvery,
    Duration pong,
    Duration stall,
    Duration idle,
    Duration linger,
    int tunnelsPerPod,
    int handshakes,
    int queue) {

  /// What users get.
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMillis(500),
          256,
          8,
          4 << 20);

  /// The same with pings as often as that, each to be answered in that time; for tests.
  public Timing withPings(Duration every, Duration answer) {
    return new Timing(
        connect,
        reply,
        suspect,
        every,
        answer,
        stall,
        idle,
        linger,
        tunnelsPerPod,
        handshakes,
        queue);
  }

  /// The same with so many bytes kept for a reader; for tests.
  public Timing withQueue(int bytes) {
    return new Timing(
        connect,
        reply,
        suspect,
        pingEvery,
        pong,
        stall,
        idle,
        linger,
        tunnelsPerPod,
        handshakes,
        bytes);
  }

  /// The same with so many connections to a pod; for tests and benchmarks.
  public Timing withTunnels(int most) {
    return new Timing(
        connect, reply, suspect, pingEvery, pong, stall, idle, linger, most, handshakes, queue);
  }

  Timing withStall(Duration limit) {
    return new Timing(
        connect,
        reply,
        suspect,
        pingEvery,
        pong,
        limit,
        idle,
        linger,
        tunnelsPerPod,
        handshakes,
        queue);
  }

  Timing withIdle(Duration limit) {
    return new Timing(
        connect,
        reply,
        suspect,
        pingEvery,
        pong,
        stall,
        limit,
        linger,
        tunnelsPerPod,
        handshakes,
        queue);
  }
}
