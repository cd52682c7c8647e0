package dev.mooring.forward;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/// Where and how a forward listens on this machine.
///
/// @param addresses loopback addresses; empty for 127.0.0.1 and ::1
/// @param port 0 for any free one
/// @param tls whether applications speak TLS to it, with a certificate made for it
/// @param alias a host name that the user has given the address; empty for none. Mooring writes no
/// hosts file: the name is shown, copied and put into the certificate
public record Local(List<InetAddress> addresses, int port, boolean tls, String alias) {

  /// RFC 1123, and not all digits and dots, which would be an address.
  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,253}$)(?=.*[a-zA-Z])"
              + "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(\\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");

  /// @throws dev.mooring.problem.MooringException when the alias is no host name
  public Local {
    addresses = List.copyOf(addresses);
    if (!alias.isEmpty() && !isHost(alias)) {
      throw new Problem(
              Code.INVALID_NAME,
              Messages.of("is-not-a-host-name", alias),
              Messages.of("a-host-name-has-letters-digits"),
              new Remedy.Advice(Messages.of("example-db-test")))
          .raise();
    }
  }

  /// Whether the text could be an alias.
  public static boolean isHost(String text) {
    return HOST.matcher(text).matches();
  }

  /// The lines that give the alias to the addresses in a hosts file; none where there is no alias.
  public List<String> hostsLines() {
    if (alias.isEmpty()) {
      return List.of();
    }
    return addresses.isEmpty()
        ? List.of("127.0.0.1 " + alias, "::1 " + alias)
        : addresses.stream().map(each -> shown(each) + " " + alias).toList();
  }

  /// As people write it: "127.0.0.1:8080", "[::1]:8080".
  public static String words(InetSocketAddress address) {
    String literal = shown(address.getAddress());
    return (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + address.getPort();
  }

  private static String shown(InetAddress address) {
    return address.getHostAddress().equals("0:0:0:0:0:0:0:1") ? "::1" : address.getHostAddress();
  }

  /// Plain, on both usual loopback addresses.
  public static Local port(int port) {
    return new Local(List.of(), port, false, "");
  }

  /// The same on another port.
  public Local withPort(int next) {
    return new Local(addresses, next, tls, alias);
  }

  /// What applications call the address: the alias, "localhost", or the address where it is none of
  /// the usual two.
  public String host() {
    if (!alias.isEmpty()) {
      return alias;
    }
    boolean usual =
        addresses.isEmpty()
            || addresses.contains(InetAddress.ofLiteral("127.0.0.1"))
            || addresses.contains(InetAddress.ofLiteral("::1"));
    if (usual) {
      return "localhost";
    }
    String literal = addresses.getFirst().getHostAddress();
    return literal.contains(":") ? "[" + literal + "]" : literal;
  }
}
