package dev.mooring.platform;

import java.net.InetSocketAddress;

/// Asks `lsof`, which macOS brings along and which shows a user only that user's own sockets. Its
/// `-F` output has one field a line: `p812`, `u501`, `n127.0.0.1:61022->127.0.0.1:5000`.
final class LsofPeers implements Peers {
  @Override
  public PeerOwner owner(InetSocketAddress peer, InetSocketAddress local)
      throws InterruptedException {
    return parse(
        SystemProgram.output(
            "lsof",
            "-nP",
            "-a",
            "-u",
            System.getProperty("user.name", ""),
            "-iTCP:" + peer.getPort(),
            "-Fn"),
        peer,
        local);
  }

  static PeerOwner parse(String output, InetSocketAddress peer, InetSocketAddress local) {
    String wanted = "n" + Peers.words(peer) + "->" + Peers.words(local);
    return output.lines().anyMatch(wanted::equals)
        ? new PeerOwner.Trusted()
        : new PeerOwner.Unknown(Messages.of("macos-shows-only-your-own-connections"));
  }
}
