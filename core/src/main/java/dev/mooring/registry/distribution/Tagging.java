package dev.mooring.registry.distribution;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.Connection;
import java.io.IOException;
import java.util.Optional;

/// Gives a removed tag back to a manifest that is there: the manifest is stored again under
/// the tag, byte for byte, as `crane tag` does.
public final class Tagging {
  private final Connection connection;
  private final Manifests manifests;

  /// @param manifests of the same connection
  public Tagging(Connection connection, Manifests manifests) {
    this.connection = connection;
    this.manifests = manifests;
  }

  /// As [dev.mooring.registry.Registry#restore]. Nothing is kept between looking and writing:
  /// a push in the same moment may be replaced, as by any other push.
  public void restore(String repository, String tag, Digest digest) throws InterruptedException {
    String what = Messages.of("cannot-restore", Manifests.name(repository, tag));
    Optional<Descriptor> there = manifests.head(repository, tag);
    if (there.isPresent() && !there.get().digest().equals(digest)) {
      throw new Problem(
              Code.IMAGE_CHANGED,
              what,
              Messages.of("the-tag-was-pushed-again"),
              new Remedy.Advice(Messages.of("restore-it-under-another-tag", digest)))
          .raise();
    }
    // Asked by its digest even if it is cached: stored where its layers are gone it would be an
    // image that nobody can pull.
    if (manifests.head(repository, digest.text()).isEmpty()) {
      throw gone(what, digest);
    }
    Manifest manifest =
        manifests.find(repository, digest.text()).orElseThrow(() -> gone(what, digest));
    Answer answer;
    try {
      answer = manifests.put(repository, tag, manifest);
    } catch (IOException e) {
      throw connection.failed(what, e);
    }
    if (!answer.isSuccess()) {
      throw connection.refused(what, repository, answer);
    }
  }

  private static MooringException gone(String what, Digest digest) {
    return new Problem(
            Code.IMAGE_MISSING,
            what,
            Messages.of("the-registry-no-longer-has-the-manifest", digest),
            new Remedy.Advice(Messages.of("push-the-image-again")))
        .raise();
  }
}
