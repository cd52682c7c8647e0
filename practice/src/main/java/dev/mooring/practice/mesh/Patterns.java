package dev.mooring.practice.mesh;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;

/// How values of policies match.
final class Patterns {
  private Patterns() {}

  /// Exact, prefix `x*`, suffix `*x`, or any `*`, which is presence.
  static boolean text(String pattern, String value) {
    if (pattern.equals("*")) {
      return !value.isEmpty();
    }
    if (pattern.endsWith("*")) {
      return value.startsWith(pattern.substring(0, pattern.length() - 1));
    }
    return pattern.startsWith("*") ? value.endsWith(pattern.substring(1)) : value.equals(pattern);
  }

  /// As text, or a template with `{*}` for one segment and `{**}` for any number.
  static boolean path(String pattern, String value) {
    return pattern.contains("{*")
        ? template(List.of(pattern.split("/", -1)), List.of(value.split("/", -1)))
        : text(pattern, value);
  }

  private static boolean template(List<String> pattern, List<String> value) {
    if (pattern.isEmpty()) {
      return value.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (pattern.getFirst().equals("{**}")) {
      for (int skip = 0; skip <= value.size(); skip++) {
        if (template(rest, value.subList(skip, value.size()))) {
          return true;
        }
      }
      return false;
    }
    return !value.isEmpty()
        && (pattern.getFirst().equals("{*}") || pattern.getFirst().equals(value.getFirst()))
        && template(rest, value.subList(1, value.size()));
  }

  /// An address or a CIDR block.
  static boolean address(String block, String address) {
    String[] parts = block.split("/", 2);
    byte[] network = InetAddress.ofLiteral(parts[0]).getAddress();
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    int bits = network.length * 8;
    int prefix = parts.length == 2 ? Integer.parseInt(parts[1]) : bits;
    return network.length == bytes.length
        && new BigInteger(1, network)
            .shiftRight(bits - prefix)
            .equals(new BigInteger(1, bytes).shiftRight(bits - prefix));
  }
}
