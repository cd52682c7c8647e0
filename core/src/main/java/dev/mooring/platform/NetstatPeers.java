package dev.mooring.platform;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.OptionalLong;

/// Asks Windows' `netstat -ano` for the process, and Java for that process' user, who is told only
/// of processes that this user may look into.
final class NetstatPeers implements Peers {
  @Override
  public PeerOwner owner(InetSocketAddress peer, InetSocketAddress local)
      throws InterruptedException {
    String family = peer.getAddress() instanceof Inet6Address ? "TCPv6" : "TCP";
    OptionalLong pid = parse(SystemProgram.output("netstat", "-ano", "-p", family), peer, local);
    if (pid.isEmpty()) {
      return new PeerOwner.Unknown(Messages.of("windows-does-not-list-the-connection"));
    }
    String me = ProcessHandle.current().info().user().orElse("");
    String user =
        ProcessHandle.of(pid.getAsLong()).flatMap(handle -> handle.info().user()).orElse("");
    if (me.isEmpty() || user.isEmpty()) {
      return new PeerOwner.Unknown(
          Messages.of("windows-does-not-say-whose-process", pid.getAsLong()));
    }
    return user.equalsIgnoreCase(me) ? new PeerOwner.Trusted() : new PeerOwner.Other(user);
  }

  static OptionalLong parse(String output, InetSocketAddress peer, InetSocketAddress local) {
    for (String line : output.lines().toList()) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length >= 5
          && fields[1].equals(Peers.words(peer))
          && fields[2].equals(Peers.words(local))
          && fields[fields.length - 1].matches("\\d{1,9}")) {
        return OptionalLong.of(Long.parseLong(fields[fields.length - 1]));
      }
    }
    return OptionalLong.empty();
  }
}
