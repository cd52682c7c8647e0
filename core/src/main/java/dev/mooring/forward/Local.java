package dev.mooring.forward;

import java.net.InetAddress;
import java.util.List;

/// Where and how a forward listens on this machine.
///
/// @param addresses loopback addresses; empty for 127.0.0.1 and ::1
/// @param port 0 for any free one
/// @param tls whether applications speak TLS to it, with a certificate made for it
/// @param alias a host name that the user has given the address; empty for none. Mooring writes no
/// hosts file: the name is shown, copied and put into the certificate
public record Local(List<InetAddress> addresses, int port, boolean tls, String alias) {

  public Local {
    addresses = List.copyOf(addresses);
  }

  /// Plain, on both usual loopback addresses.
  public static Local port(int port) {
    return new Local(List.of(), port, false, "");
  }
}
