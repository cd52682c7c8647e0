package dev.mooring.registry.remote;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.util.Map;

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
    Login login =
        config.password(
            host,
            Messages.of("cannot-make-a-pull-secret-for", host),
            Messages.of("kubelets-take-no-identity-token"));
    String auth = login.basic().substring("Basic ".length());
    Document document =
        Document.of(Map.of("auths", Map.of(DockerConfig.server(host), Map.of("auth", auth))));
    return new PullLogin(host, Documents.json(document));
  }

  @Override
  public String toString() {
    return "a login for " + host;
  }
}
