package dev.mooring.registry.remote;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.Optional;

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
    Optional<Login> login = config.login(host);
    if (login.isEmpty()) {
      throw refused(host, Messages.of("there-is-no-saved-login", host)).raise();
    }
    if (login.get().isToken()) {
      throw refused(host, Messages.of("a-cache-takes-no-identity-token")).raise();
    }
    Document document =
        Document.nothing()
            .with(login.get().user(), "Username")
            .with(login.get().secret(), "Secret");
    return new UpstreamLogin(host, Documents.json(document));
  }

  private static Problem refused(String host, String why) {
    return new Problem(
        Code.REGISTRY_LOGIN_NEEDED,
        Messages.of("cannot-give-a-cache-a-login", host),
        why,
        new Remedy.Command(
            Messages.of("log-in-with-a-password-or-token"),
            "docker login" + (host.equals(RemoteImage.DOCKER) ? "" : " " + host)));
  }

  @Override
  public String toString() {
    return "a login for " + host;
  }
}
