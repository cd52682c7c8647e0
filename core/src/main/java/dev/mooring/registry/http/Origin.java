package dev.mooring.registry.http;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.URI;
import java.util.Locale;

/// Where a registry is: scheme, host and port, and which addresses are still it.
///
/// A proxy that ends TLS makes registries say https for http, so only host and port are compared,
/// and whatever they name of themselves is asked for at the address that is known.
///
/// @param base without a path
record Origin(URI base) {

  /// @throws MooringException when it is no address of a registry
  static Origin of(URI uri) {
    String scheme = uri.getScheme();
    if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new Problem(
              Code.INVALID_VALUE,
              Messages.of("not-a-registrys-address", uri),
              Messages.of("it-must-be-http-or-https"),
              new Remedy.Advice(Messages.of("example-http-localhost-5000")))
          .raise();
    }
    return new Origin(URI.create(scheme + "://" + uri.getRawAuthority()));
  }

  URI at(String path) {
    return URI.create(base + path);
  }

  /// Whether an address is one of this host and port.
  boolean has(URI uri) {
    return base.getHost().equalsIgnoreCase(uri.getHost())
        && (uri.getPort() == base.getPort() || port(uri) == port(base));
  }

  /// The same path and query here, whatever scheme and user are named.
  URI own(URI uri) {
    return at(uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
  }

  /// What a `Link` or `Location` header means.
  ///
  /// @throws MooringException when that is no address
  static URI resolved(URI from, String target) {
    try {
      URI resolved = from.resolve(target);
      if (resolved.getHost() != null && resolved.getRawPath() != null) {
        return resolved;
      }
    } catch (IllegalArgumentException e) {
      // Said below, like any other target that is no address.
    }
    throw RegistryRefusals.elsewhere(from, target);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : "https".equals(uri.getScheme().toLowerCase(Locale.ROOT)) ? 443 : 80;
  }
}
