package dev.mooring.registry.distribution;

import dev.mooring.job.Concurrently;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Closure;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.RegistryRefusals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// Brings a deleted image back: a registry that deletes a manifest keeps its layers until they are
/// collected, and Mooring keeps what it read of manifests. All that the image names has to be
/// there, else nothing is stored. For one thread.
final class Revival {
  static final Set<String> INCOMPLETE =
      Set.of("MANIFEST_BLOB_UNKNOWN", "BLOB_UNKNOWN", "MANIFEST_UNKNOWN");

  private static final int WIDTH = 4;

  private final Connection connection;
  private final Manifests manifests;
  private final Blobs blobs;
  private final String what;
  private final String repository;
  private final Map<Digest, Manifest> kept = new LinkedHashMap<>();

  /// @param what cannot be done where it fails
  Revival(Connection connection, Manifests manifests, Blobs blobs, String what, String repository) {
    this.connection = connection;
    this.manifests = manifests;
    this.blobs = blobs;
    this.what = what;
    this.repository = repository;
  }

  /// @throws MooringException with the code IMAGE_MISSING where something of it is gone
  void of(Digest digest) throws InterruptedException {
    Manifest root = manifests.kept(digest).orElseThrow(() -> gone(what, digest, ""));
    kept.put(digest, root);
    Closure closure =
        Closure.bounded(
            descriptor -> Closure.Parts.of(find(digest, descriptor.digest())),
            why -> gone(what, digest, why));
    closure.add(root.descriptor());
    demand(digest, closure.blobs());
    for (Digest each : closure.manifests()) {
      store(find(digest, each));
    }
  }

  private Manifest find(Digest image, Digest digest) throws InterruptedException {
    Manifest known = kept.get(digest);
    if (known != null) {
      return known;
    }
    Optional<Manifest> there = manifests.find(repository, digest.text());
    Manifest found =
        there.isPresent()
            ? there.get()
            : manifests.kept(digest).orElseThrow(() -> gone(what, image, missing(digest)));
    kept.put(digest, found);
    return found;
  }

  private void demand(Digest image, List<Descriptor> parts) throws InterruptedException {
    List<Callable<Boolean>> asked = new ArrayList<>();
    parts.forEach(each -> asked.add(() -> has(each.digest())));
    List<Boolean> there = Concurrently.run(WIDTH, asked);
    int lost = there.indexOf(false);
    if (lost >= 0) {
      throw gone(what, image, missing(parts.get(lost).digest()));
    }
  }

  private static String missing(Digest part) {
    return Messages.of("missing-part", part);
  }

  private boolean has(Digest blob) throws InterruptedException {
    try {
      return blobs.has(repository, blob);
    } catch (IOException e) {
      throw connection.failed(what, e);
    }
  }

  private void store(Manifest manifest) throws InterruptedException {
    Answer answer;
    try {
      answer = manifests.put(repository, manifest.digest().text(), manifest);
    } catch (IOException e) {
      throw connection.failed(what, e);
    }
    if (INCOMPLETE.contains(answer.errorCode())) {
      throw gone(what, manifest.digest(), RegistryRefusals.detail(answer));
    }
    if (!answer.isSuccess()) {
      throw connection.refused(what, repository, answer);
    }
  }

  static MooringException gone(String what, Digest digest, String detail) {
    return new Problem(
            Code.IMAGE_MISSING,
            what,
            Messages.of("the-registry-no-longer-has-the-manifest", digest),
            new Remedy.Advice(Messages.of("push-the-image-again")),
            detail)
        .raise();
  }
}
