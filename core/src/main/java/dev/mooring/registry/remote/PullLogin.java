package dev.mooring.registry.remote;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.Map;
import java.util.Optional;

/// A login in the form that kubelets take: the content of a pull secret. Prints nothing of itself.
///
/// @param host as image names have it
/// @param document `{"auths": ...}`, a secret
public record PullLogin(String host, String document) {

  /// What `docker login` saved for a registry.
  ///
  /// @throws dev.mooring.problem.MooringException when there is no login, or one that kubelets
  /// cannot use
  public static PullLogin of(DockerConfig config, String host) throws InterruptedException {
    Optional<Login> login = config.login(host);
    if (login.isEmpty()) {
      throw refused(host, Messages.of("there-is-no-saved-login", host)).raise();
    }
    if (login.get().isToken()) {
      throw refused(host, Messages.of("kubelets-take-no-identity-token")).raise();
    }
    String auth = login.get().basic().substring("Basic ".length());
    Document document =
        Document.of(Map.of("auths", Map.of(DockerConfig.server(host), Map.of("auth", auth))));
    return new PullLogin(host, Documents.json(document));
  }

  private static Problem refused(String host, String why) {
    return new Problem(
        Code.REGISTRY_LOGIN_NEEDED,
        Messages.of("cannot-make-a-pull-secret-for", host),
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
