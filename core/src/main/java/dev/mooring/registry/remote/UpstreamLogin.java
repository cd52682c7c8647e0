package dev.mooring.registry.remote;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;

/// A login in the form in which Docker's credential helpers tell it: what a cache shows where it
/// pulls from. Prints nothing of itself.
///
/// @param host as image names have it
/// @param document a secret
public record UpstreamLogin(String host, String document) {

  /// What `docker login` saved for a registry.
  ///
  /// @throws dev.mooring.problem.MooringException when there is no login, or one that a registry
  /// cannot use
  public static UpstreamLogin of(DockerConfig config, String host) throws InterruptedException {
    Login login =
        config.password(
            host,
            Messages.of("cannot-give-a-cache-a-login", host),
            Messages.of("a-cache-takes-no-identity-token"));
    Document document =
        Document.nothing().with(login.user(), "Username").with(login.secret(), "Secret");
    return new UpstreamLogin(host, Documents.json(document));
  }

  @Override
  public String toString() {
    return "a login for " + host;
  }
}
