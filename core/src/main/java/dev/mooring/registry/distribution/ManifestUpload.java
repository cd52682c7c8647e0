package dev.mooring.registry.distribution;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.PassingFailure;
import dev.mooring.registry.http.RegistryRefusals;
import dev.mooring.registry.http.Retry;
import java.util.Optional;

/// Stores manifests whose blobs are there. The bytes go as they are, under their own media
/// type. A registry that says it stored another digest is told to be none; one that does not
/// know a blob may have collected garbage meanwhile.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests
public final class ManifestUpload {
  private final Connection connection;
  private final Manifests manifests;
  private final Retry retry;

  /// @param retry how a registry that is away or busy is waited for
  public ManifestUpload(Connection connection, Manifests manifests, Retry retry) {
    this.connection = connection;
    this.manifests = manifests;
    this.retry = retry;
  }

  /// @param reference a tag, or the manifest's own digest
  /// @return the registry's answer, a success
  public Answer put(String repository, String reference, Manifest manifest)
      throws InterruptedException {
    String what = Messages.of("cannot-write", Manifests.name(repository, reference));
    return retry.run(
        what,
        () -> {
          Answer answer = manifests.put(repository, reference, manifest);
          if (answer.status() >= 500 || answer.status() == 429) {
            throw PassingFailure.of(connection, what, repository, answer);
          }
          if (answer.status() != 201) {
            throw refusal(what, repository, answer);
          }
          Optional<String> said = answer.header("Docker-Content-Digest");
          if (said.isPresent() && !said.get().equals(manifest.digest().text())) {
            throw RegistryRefusals.nonsense(
                answer.uri(),
                Messages.of("it-stored-the-manifest-under-another"),
                Messages.of("sent-stored", manifest.digest(), Unreadable.brief(said.get())));
          }
          return answer;
        });
  }

  private MooringException refusal(String what, String repository, Answer answer) {
    String code = answer.errorCode();
    if (code.equals("MANIFEST_BLOB_UNKNOWN") || code.equals("BLOB_UNKNOWN")) {
      return new Problem(
              Code.REGISTRY_FAILED,
              what,
              Messages.of("the-registry-said-that-it-has"),
              new Remedy.Advice(Messages.of("garbage-may-have-been-collected-while")),
              RegistryRefusals.detail(answer))
          .raise();
    }
    return connection.refused(what, repository, answer);
  }
}
