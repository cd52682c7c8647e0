package dev.mooring.mesh;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.InetAddress;
import java.net.URI;

/// A registry that is reached at its own address.
///
/// @param address with scheme, host and port: `https://registry.example:443`
/// @param authorities certificates in PEM that vouch for it; empty for those of the system
public record RegistryAddress(URI address, String authorities) implements RegistryPlace {

  /// @throws MooringException when it is no such address, or plain and not on this machine
  public RegistryAddress {
    String scheme = address.getScheme();
    if (address.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
      throw refused(address, Messages.of("it-isnt-an-address-such-as"));
    }
    if ("http".equals(scheme) && !loopback(address.getHost())) {
      throw refused(address, Messages.of("plain-http-is-only-for-addresses"));
    }
  }

  boolean secure() {
    return "https".equals(address.getScheme());
  }

  String host() {
    String host = address.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    return address.getPort() > 0 ? address.getPort() : secure() ? 443 : 80;
  }

  @Override
  public String words() {
    return Messages.of("the-registry-at", address.getAuthority());
  }

  /// Literal addresses and `localhost` only: what a name resolves to can change.
  private static boolean loopback(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (bare.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(bare).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static MooringException refused(URI address, String why) {
    return new Problem(
            Code.INVALID_VALUE,
            Messages.of("cannot-use-as-a-registry", address),
            why,
            new Remedy.Advice(Messages.of("use-an-address-that-begins-with")))
        .raise();
  }
}
