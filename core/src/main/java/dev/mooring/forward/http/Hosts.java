package dev.mooring.forward.http;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names under which a loopback port may be asked for: a page whose own name was made to lead
/// here has another.
///
/// @param alias one that the user has given the address; empty for none
public record Hosts(String alias) {
  private static final Pattern AUTHORITY =
      Pattern.compile("([^:\\[\\]]+|\\[[^\\]]+\\])(:\\d{1,5})?");
  private static final String OCTET = "(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
  private static final Pattern FOUR =
      Pattern.compile("127\\." + OCTET + "\\." + OCTET + "\\." + OCTET);
  private static final Pattern SIX = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}\\]");

  /// @param authority a host with or without a port, as in a Host field
  boolean contain(String authority) {
    Matcher parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      return false;
    }
    String host = parts.group(1);
    return host.equalsIgnoreCase("localhost")
        || (!alias.isEmpty() && host.equalsIgnoreCase(alias))
        || FOUR.matcher(host).matches()
        || (SIX.matcher(host).matches() && loopback(host.substring(1, host.length() - 1)));
  }

  private static boolean loopback(String literal) {
    try {
      return InetAddress.ofLiteral(literal).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
