package dev.mooring.mesh;

import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Set;
import javax.net.ssl.SSLContext;

/// A registry that is reached at its own address.
///
/// @param address with scheme, host and port: `https://registry.example:443`
/// @param authorities certificates in PEM that vouch for it; empty for those of the system
public record RegistryAddress(URI address, String authorities) implements RegistryPlace {
  /// Docker Hub as image names have it, and where it answers.
  private static final String HUB = "docker.io";

  private static final String HUB_HOST = "registry-1.docker.io";

  /// A host name has at most 253 letters.
  private static final int LONGEST = 300;

  private static final int SHOWN = 80;

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

  /// An address as people write it: https, but for addresses of this machine where nothing else is
  /// said.
  ///
  /// @param text "docker.io", "registry.example", "https://registry.example:5000" or
  /// "localhost:5001"
  /// @throws MooringException when it is none, or plain and not on this machine
  public static RegistryAddress parse(String text, String authorities) {
    String bare = text.strip();
    if (bare.length() > LONGEST) {
      throw refused(Printable.line(bare, SHOWN), Messages.of("it-isnt-an-address-such-as"));
    }
    try {
      URI given = URI.create(bare.contains("://") ? bare : "https://" + bare);
      String host = given.getHost();
      boolean plain =
          !bare.contains("://") && authorities.isEmpty() && host != null && loopback(host);
      boolean whole = given.getRawPath().isEmpty() || given.getRawPath().equals("/");
      if (host != null && whole && given.getRawUserInfo() == null && given.getRawQuery() == null) {
        String scheme = plain ? "http" : given.getScheme();
        String at = given.getRawAuthority();
        boolean hub = at.equals(HUB) || at.equals("index." + HUB);
        return new RegistryAddress(URI.create(scheme + "://" + (hub ? HUB_HOST : at)), authorities);
      }
    } catch (IllegalArgumentException e) {
      // Said below, like any other text that is no address.
    }
    throw refused(Printable.line(bare, SHOWN), Messages.of("it-isnt-an-address-such-as"));
  }

  /// Host and port as image names have them.
  public String registry() {
    String authority = address.getRawAuthority();
    return authority.equals(HUB_HOST) ? HUB : authority;
  }

  /// What checks its certificate.
  ///
  /// @throws MooringException when the given authorities cannot be read
  public SSLContext tls() {
    try {
      return Authorities.context(authorities);
    } catch (GeneralSecurityException | IOException e) {
      throw new Problem(
              Code.REGISTRY_UNTRUSTED,
              Messages.of("cannot-connect-to", words()),
              Messages.of("its-ca-certificates-are-invalid"),
              new Remedy.Advice(Messages.of("give-them-in-pem")),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  /// Whether it is an address of this machine.
  public boolean isLocal() {
    return loopback(address.getHost());
  }

  /// What stands before its repositories in the names of images: with the port, and without it
  /// where that is the usual one.
  public Set<String> names() {
    if (registry().equals(HUB)) {
      return Set.of(HUB);
    }
    String host = address.getHost();
    String whole = host + ":" + port();
    return port() == (secure() ? 443 : 80) ? Set.of(host, whole) : Set.of(whole);
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

  private static MooringException refused(Object address, String why) {
    return new Problem(
            Code.INVALID_VALUE,
            Messages.of("cannot-use-as-a-registry", address),
            why,
            new Remedy.Advice(Messages.of("use-an-address-that-begins-with")))
        .raise();
  }
}
