package dev.mooring.desktop.forward;

import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Local;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// Where a forward is reached on this machine, as it is typed.
public final class Address {
  private static final List<String> USUAL = List.of("127.0.0.1", "0:0:0:0:0:0:0:1");

  private Address() {}

  /// "localhost:8080", or "127.0.0.9:8080" where it listens elsewhere; where it does not listen,
  /// what it would be. Empty when that is not known yet.
  public static String of(ForwardStatus forward) {
    int port = port(forward);
    return port == 0 ? "" : host(forward.spec().local()) + ":" + port;
  }

  /// A guess that is right for most: TLS where the forward or the usual port of the target says so.
  /// Empty when the port is not known yet.
  public static String url(ForwardStatus forward) {
    int port = port(forward);
    if (port == 0) {
      return "";
    }
    return forward.spec().url(port) + "/";
  }

  /// Whether a browser gets in: a port that lends an identity refuses web pages.
  public static boolean isForBrowsers(ForwardStatus forward) {
    return forward.spec().as() == null;
  }

  /// Each address that is listened on: "127.0.0.1:8080", "[::1]:8080".
  static List<String> all(ForwardStatus forward) {
    return forward.listening().stream()
        .map(each -> literal(each.getAddress()) + ":" + each.getPort())
        .toList();
  }

  /// The lines that give a host name to these addresses in a hosts file.
  static String hostsLines(List<InetAddress> addresses, String alias) {
    List<String> each =
        addresses.isEmpty()
            ? List.of("127.0.0.1", "::1")
            : addresses.stream()
                .map(Address::literal)
                .map(text -> text.replaceAll("[\\[\\]]", ""))
                .toList();
    return String.join("\n", each.stream().map(address -> address + "  " + alias).toList());
  }

  private static int port(ForwardStatus forward) {
    return forward.listening().stream()
        .findFirst()
        .map(InetSocketAddress::getPort)
        .orElse(forward.spec().local().port());
  }

  private static String host(Local local) {
    boolean usual =
        local.addresses().isEmpty()
            || local.addresses().stream().anyMatch(each -> USUAL.contains(each.getHostAddress()));
    return usual ? "localhost" : literal(local.addresses().getFirst());
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return text.equals(USUAL.getLast()) ? "[::1]" : text.contains(":") ? "[" + text + "]" : text;
  }
}
