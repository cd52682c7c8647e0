package dev.mooring.platform;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/// One system's way to tell who holds the other end of a connection.
interface Peers {
  Peers OF_THIS_SYSTEM =
      switch (OperatingSystem.current()) {
        case LINUX -> new LinuxPeers(Path.of("/proc"), Path.of("/etc/passwd"));
        case MAC -> new LsofPeers();
        case WINDOWS -> new NetstatPeers();
      };

  PeerOwner owner(InetSocketAddress peer, InetSocketAddress local) throws InterruptedException;

  /// As the systems' programs write it: "127.0.0.1:5000", "[::1]:5000".
  static String words(InetSocketAddress address) {
    String literal = address.getAddress().getHostAddress();
    if (address.getAddress() instanceof Inet6Address) {
      literal = "[" + (literal.startsWith("0:0:0:0:0:0:0:1") ? "::1" : literal) + "]";
    }
    return literal + ":" + address.getPort();
  }
}
