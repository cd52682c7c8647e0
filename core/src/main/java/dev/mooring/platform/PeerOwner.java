package dev.mooring.platform;

import java.net.InetSocketAddress;

/// Which user of this machine holds the other end of a loopback connection.
public sealed interface PeerOwner {

  /// This user, or root.
  record Trusted() implements PeerOwner {}

  /// Another user.
  ///
  /// @param name as the system knows it: "nobody", or "uid 1001" where it has no name for it
  record Other(String name) implements PeerOwner {}

  /// Nobody any more: it was closed before anybody could ask.
  record Gone() implements PeerOwner {}

  /// The system does not say.
  ///
  /// @param why in the user's words
  record Unknown(String why) implements PeerOwner {}

  /// Asks the kernel on Linux (netlink, some microseconds) and a program of the system elsewhere
  /// (3 s at most). Never fails; a system that does not answer is [Unknown].
  ///
  /// @param peer the far address of a connection that was accepted here
  /// @param local its near address
  static PeerOwner of(InetSocketAddress peer, InetSocketAddress local) throws InterruptedException {
    return Peers.OF_THIS_SYSTEM.owner(peer, local);
  }
}
