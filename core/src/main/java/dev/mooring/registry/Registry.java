package dev.mooring.registry;

import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// An image registry, by the OCI distribution specification and `_catalog`.
///
/// It knows an address, never how the connection behind it is made. All answers are hostile: sizes
/// are bounded, digests checked, links to other hosts refused. Thread-safe, blocking.
public interface Registry {

  /// Whether `/v2/` answers as a registry.
  ///
  /// @throws dev.mooring.problem.MooringException with what answered instead
  void ping() throws InterruptedException;

  /// All repositories, following links: for those who would take a part for the whole.
  ///
  /// @throws dev.mooring.problem.MooringException also where there are more than 10,000
  List<String> repositories() throws InterruptedException;

  /// All tags of a repository in natural order (v2 before v10), newest conventions hidden:
  /// signatures and referrers are left out.
  List<String> tags(String repository) throws InterruptedException;

  /// The same with what is listed besides and can be no repository.
  Names repositoryNames() throws InterruptedException;

  /// The same as [#tags] with what is listed besides and can be no tag.
  Names tagNames(String repository) throws InterruptedException;

  /// What a tag is. A digest seen before costs one request.
  ImageSummary summary(String repository, String tag) throws InterruptedException;

  /// What is listed of a tag, whatever the registry has under it. One that has not moved costs one
  /// request without content.
  ///
  /// @throws dev.mooring.problem.MooringException when the registry cannot be reached
  ImageRow row(String repository, String tag) throws InterruptedException;

  /// A row for each tag of a repository, in the order of [#tags], as they come. What is odd is
  /// marked and ends nothing.
  ///
  /// @param rows told on the caller's thread
  /// @throws dev.mooring.problem.MooringException when the tags cannot be listed or the registry
  /// cannot be reached
  void rows(String repository, Consumer<? super ImageRow> rows) throws InterruptedException;

  /// The same, once all are known.
  default List<ImageRow> rows(String repository) throws InterruptedException {
    List<ImageRow> rows = new ArrayList<>();
    rows(repository, rows::add);
    return rows;
  }

  /// The same for all repositories whose names start so; one that cannot be listed is a row, too,
  /// and so is one without tags of its own.
  ///
  /// @param rows told on the caller's thread, repository by repository
  /// @throws dev.mooring.problem.MooringException when the repositories cannot be listed or the
  /// registry cannot be reached
  void images(String prefix, Consumer<? super ImageRow> rows) throws InterruptedException;

  /// The same, once all are known.
  default List<ImageRow> images(String prefix) throws InterruptedException {
    List<ImageRow> rows = new ArrayList<>();
    images(prefix, rows::add);
    return rows;
  }

  /// Manifest, config and history of a tag or digest, for the detail pane.
  Document inspect(String repository, String reference) throws InterruptedException;

  /// What removing a tag or digest would take with it; changes nothing.
  ///
  /// @throws dev.mooring.problem.MooringException with the code DIGEST_IN_USE when an index that
  /// stays still refers to the digest
  Removal planRemoval(String repository, String reference) throws InterruptedException;

  /// Removes exactly what the plan names, or nothing when the repository changed since.
  ///
  /// @return the tags that went, each with what it named, as [#restore] takes them
  Map<String, Digest> remove(Removal plan) throws InterruptedException;

  /// What removing several tags of a repository would take with it; changes nothing. Everything
  /// that
  /// the remaining tags or a digest in use lead to stays.
  ///
  /// @param tags those that are not there are left out
  /// @param used digests that stay, and all that they lead to
  Pruning planPruning(String repository, Set<String> tags, Set<Digest> used)
      throws InterruptedException;

  /// Removes what the plan names as far as it is still as it was: a tag that names another image by
  /// now stays, and so does every manifest that something leads to by now.
  ///
  /// @return the tags that went
  List<String> prune(Pruning plan, Set<Digest> used) throws InterruptedException;

  /// What a tag or digest is, without its content; empty when it is not there.
  Optional<Digest> digest(String repository, String reference) throws InterruptedException;

  /// All tags as they are, signatures and referrers included.
  List<String> allTags(String repository) throws InterruptedException;

  /// The tags of a repository of which a manifest, config or layer is not served. Asks the registry
  /// for each of them, whatever was read before.
  List<String> incomplete(String repository) throws InterruptedException;

  /// Gives a removed tag back to what it named.
  ///
  /// @throws dev.mooring.problem.MooringException with the code IMAGE_MISSING when the registry has
  /// no such manifest any more, and IMAGE_CHANGED when somebody pushed another image by that tag
  /// meanwhile, which stays
  void restore(String repository, String tag, Digest digest) throws InterruptedException;

  /// Has a tag name an image that is there, whose content stays where it is.
  ///
  /// @param instead what the tag names now, as its owner saw it; empty where it isn't there
  /// @throws dev.mooring.problem.MooringException with the code IMAGE_MISSING when the registry has
  /// no such manifest or not all that it names, and IMAGE_CHANGED when the tag names something
  /// else by now
  void retag(String repository, String tag, Digest digest, Optional<Digest> instead)
      throws InterruptedException;

  /// What tags named before, newest first, as far as Moorings of this user saw or did it.
  ///
  /// @param repository empty for all of them
  List<TagChange> changes(String repository) throws InterruptedException;

  /// Why [#changes] could not tell who did them; empty where the registry's proxy says it,
  /// and where no proxy is known to. As of its last call.
  default Optional<Problem> unknownPrincipals() {
    return Optional.empty();
  }

  /// Pushes an OCI or Docker archive, skipping blobs that are there.
  ///
  /// @param archive a tar file as `docker save`, `podman save` or `skopeo copy oci-archive:` write
  /// it
  /// @return the digest that the tag has now
  Digest push(Path archive, ImageReference as, Progress progress) throws InterruptedException;

  /// Writes an image as an OCI archive.
  Digest pull(ImageReference image, Path archive, Progress progress) throws InterruptedException;

  /// A repository as a place to copy images from.
  ImageSource source(String repository);

  /// A repository as a place to copy images to.
  ImageSink sink(String repository);

  /// What a removal takes with it.
  ///
  /// A tag is removed alone; its manifests stay until garbage is collected. A digest is removed
  /// with all its tags, and with the manifests that only it refers to. Either takes the tags along
  /// that are attached to an image which nothing names afterwards: signatures, attestations, SBOMs,
  /// the list of referrers.
  ///
  /// @param repository where it happens
  /// @param reference the tag or digest asked for
  /// @param digest what it resolves to
  /// @param tags tags that vanish, the asked one included
  /// @param siblings other tags of the same digest, which stay
  /// @param attached tags that vanish because what they belong to does
  /// @param manifests manifests that nothing refers to afterwards, the asked one first
  record Removal(
      String repository,
      String reference,
      Digest digest,
      List<String> tags,
      List<String> siblings,
      List<String> attached,
      List<Digest> manifests) {

    public Removal {
      tags = List.copyOf(tags);
      attached = List.copyOf(attached);
      siblings = List.copyOf(siblings);
      manifests = List.copyOf(manifests);
    }

    /// Whether a digest was asked for, and so all its tags go.
    public boolean isByDigest() {
      return reference.equals(digest.text());
    }
  }

  /// What pruning takes with it.
  ///
  /// @param tags what goes, each with what it names
  /// @param attached tags that go because what they belong to does
  /// @param manifests manifests that nothing refers to afterwards
  record Pruning(
      String repository, Map<String, Digest> tags, List<String> attached, List<Digest> manifests) {

    public Pruning {
      tags = Map.copyOf(tags);
      attached = List.copyOf(attached);
      manifests = List.copyOf(manifests);
    }
  }
}
