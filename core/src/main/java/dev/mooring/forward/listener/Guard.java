package dev.mooring.forward.listener;

import dev.mooring.forward.http.Authorization;
import dev.mooring.forward.http.GuardedRequests;
import dev.mooring.forward.http.Hosts;
import dev.mooring.problem.Problem;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a [LoopbackListener] asks of those who connect, before a byte of theirs is sent on and
/// before a stream is dialled.
///
/// Thread-safe. Each listener has one of its own.
public final class Guard {
  private static final Guard NONE = new Guard(null, null, null);

  private final LocalUsers.@Nullable Door door;
  private final @Nullable Hosts hosts;
  private final @Nullable Authorization authorization;

  private Guard(
      LocalUsers.@Nullable Door door,
      @Nullable Hosts hosts,
      @Nullable Authorization authorization) {
    this.door = door;
    this.hosts = hosts;
    this.authorization = authorization;
  }

  /// Everybody on this machine, and any bytes.
  public static Guard none() {
    return NONE;
  }

  /// Only these users; any bytes.
  ///
  /// @param told of each user who was refused, once; on the connection's thread
  public static Guard users(LocalUsers users, Consumer<Problem> told) {
    return new Guard(users.door(told), null, null);
  }

  /// Only these users, and no web page: requests that a browser sent, or for a host that is not
  /// this machine, are answered with 403, and what is no unambiguous HTTP/1.1 with 400.
  ///
  /// @param alias a host name that the user has given the address; empty for none
  /// @param told of each user who was refused, once; on the connection's thread
  public static Guard registry(LocalUsers users, String alias, Consumer<Problem> told) {
    return new Guard(users.door(told), new Hosts(alias), null);
  }

  /// The same, and this is shown with each request that passes. What is dialled must be nothing but
  /// the one who is to see it.
  public Guard showing(Authorization shown) {
    if (hosts == null) {
      throw new IllegalStateException("bytes that are not judged show nothing");
    }
    return new Guard(door, hosts, shown);
  }

  /// The judge of one connection's requests; null where any bytes pass.
  @Nullable GuardedRequests requests() {
    return hosts == null ? null : new GuardedRequests(hosts, authorization);
  }

  /// False where the connection is to be reset.
  boolean admits(Socket accepted) throws InterruptedException {
    return door == null
        || door.admits(
            (InetSocketAddress) accepted.getRemoteSocketAddress(),
            (InetSocketAddress) accepted.getLocalSocketAddress());
  }
}
