package dev.mooring.registry.distribution;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.RegistryRefusals;
import java.io.IOException;
import java.util.Optional;

/// Has tags name manifests that are there, or can be brought back: the manifest is stored again
/// under the tag, byte for byte, as `crane tag` does.
public final class Tagging {
  private final Connection connection;
  private final Manifests manifests;
  private final Blobs blobs;

  /// @param manifests of the same connection
  public Tagging(Connection connection, Manifests manifests, Blobs blobs) {
    this.connection = connection;
    this.manifests = manifests;
    this.blobs = blobs;
  }

  /// As [dev.mooring.registry.Registry#restore].
  public void restore(String repository, String tag, Digest digest) throws InterruptedException {
    String what = Messages.of("cannot-restore", Manifests.name(repository, tag));
    demand(
        what,
        repository,
        tag,
        digest,
        Optional.empty(),
        Messages.of("restore-it-under-another-tag", digest));
    store(what, repository, tag, digest);
  }

  /// As [dev.mooring.registry.Registry#retag].
  public void retag(String repository, String tag, Digest digest, Optional<Digest> instead)
      throws InterruptedException {
    String what = Messages.of("cannot-tag", Manifests.name(repository, tag));
    demand(what, repository, tag, digest, instead, Messages.of("look-again-then-decide"));
    store(what, repository, tag, digest);
  }

  /// Nothing is kept between looking and writing: a push in the same moment may be replaced, as
  /// by any other push.
  private void demand(
      String what,
      String repository,
      String tag,
      Digest digest,
      Optional<Digest> instead,
      String remedy)
      throws InterruptedException {
    Optional<Digest> there = manifests.head(repository, tag).map(Descriptor::digest);
    if (!there.equals(instead) && !there.equals(Optional.of(digest))) {
      throw new Problem(
              Code.IMAGE_CHANGED,
              what,
              there.isEmpty()
                  ? Messages.of("the-tag-was-deleted")
                  : Messages.of("the-tag-was-pushed-again"),
              new Remedy.Advice(remedy))
          .raise();
    }
  }

  private void store(String what, String repository, String tag, Digest digest)
      throws InterruptedException {
    // Asked by its digest even if it is cached: stored where its layers are gone it would be an
    // image that nobody can pull.
    if (manifests.head(repository, digest.text()).isEmpty()) {
      new Revival(connection, manifests, blobs, what, repository).of(digest);
    }
    Manifest manifest =
        manifests.find(repository, digest.text()).orElseThrow(() -> Revival.gone(what, digest, ""));
    Answer answer;
    try {
      answer = manifests.put(repository, tag, manifest);
    } catch (IOException e) {
      throw connection.failed(what, e);
    }
    if (Revival.INCOMPLETE.contains(answer.errorCode())) {
      throw Revival.gone(what, digest, RegistryRefusals.detail(answer));
    }
    if (!answer.isSuccess()) {
      throw connection.refused(what, repository, answer);
    }
    // A registry that says yes and does nothing would be believed until the next pull.
    Optional<Digest> now = manifests.head(repository, tag).map(Descriptor::digest);
    if (!now.equals(Optional.of(digest))) {
      throw RegistryRefusals.nonsense(
          answer.uri(),
          Messages.of("it-did-not-change-the-tag"),
          Messages.of("sent-stored", digest, now.map(Digest::text).orElse("-")));
    }
  }
}
