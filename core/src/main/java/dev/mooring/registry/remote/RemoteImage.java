package dev.mooring.registry.remote;

import dev.mooring.registry.ImageReference;
import java.net.InetAddress;
import java.net.URI;

/// An image of a public registry, named as Docker names it: `redis` is
/// `docker.io/library/redis:latest`.
///
/// https://github.com/distribution/reference/blob/main/normalize.go
///
/// @param host as people write it: "docker.io", "ghcr.io", "localhost:5001"
/// @param reference tag or digest
public record RemoteImage(String host, String repository, String reference) {
  static final String DOCKER = "docker.io";

  /// @throws dev.mooring.problem.MooringException when the text is no image name
  public static RemoteImage parse(String text) {
    ImageReference named = ImageReference.parse(text);
    String host = named.host().isEmpty() ? DOCKER : named.host();
    if (host.equals("index.docker.io") || host.equals("registry-1.docker.io")) {
      host = DOCKER;
    }
    String repository = named.repository();
    if (host.equals(DOCKER) && !repository.contains("/")) {
      repository = "library/" + repository;
    }
    return new RemoteImage(host, repository, named.reference());
  }

  /// Where it is asked for: over https, but for addresses of this machine, as Docker has it.
  URI address() {
    if (host.equals(DOCKER)) {
      return URI.create("https://registry-1.docker.io");
    }
    return URI.create((isLoopback(URI.create("http://" + host)) ? "http://" : "https://") + host);
  }

  /// The tag to give it elsewhere; empty where it is named by digest.
  public String tag() {
    return reference.contains(":") ? "" : reference;
  }

  /// Where a registry may send those who ask it: for content, which is kept in object stores of any
  /// host, and for tokens. Over https; only a registry of this machine may name it, and then by
  /// plain http, too. One that is elsewhere would have us ask services that nobody else reaches.
  static boolean mayLead(URI registry, URI to) {
    boolean https = "https".equals(to.getScheme());
    return to.getHost() != null
        && to.getRawUserInfo() == null
        && (isLoopback(to)
            ? isLoopback(registry) && (https || "http".equals(to.getScheme()))
            : https);
  }

  /// Literal addresses and `localhost` only: what a name resolves to can change.
  static boolean isLoopback(URI uri) {
    String host = uri.getHost();
    if (host == null) {
      return false;
    }
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

  @Override
  public String toString() {
    return host + "/" + repository + (reference.contains(":") ? "@" : ":") + reference;
  }
}
