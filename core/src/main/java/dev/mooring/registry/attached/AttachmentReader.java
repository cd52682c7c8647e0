package dev.mooring.registry.attached;

import dev.mooring.document.Document;
import dev.mooring.job.Concurrently;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Referrers;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.attached.Attached.State;
import dev.mooring.registry.attached.Attached.Way;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Finds what is attached to an image, in each of the ways in which it can be: by the registry's
/// list or the tag in its place, by cosign's tags, and beside the images of an index. What is there
/// in two ways is found once. Manifests are read, contents are not. Blocking.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
/// https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md
/// https://docs.docker.com/build/metadata/attestations/attestation-storage/
public final class AttachmentReader {
  private static final int WIDTH = 4;
  private static final int MOST_MANIFESTS = 200;
  private static final int MOST = 500;
  private static final String REFERENCE_TYPE = "vnd.docker.reference.type";
  private static final String REFERENCE_DIGEST = "vnd.docker.reference.digest";

  private final ImageSource source;

  /// @param source the repository that has the image
  public AttachmentReader(ImageSource source) {
    this.source = source;
  }

  /// One that is named, before it is read.
  ///
  /// @param at digest or tag to read it by
  /// @param digest empty where only a tag is known
  private record Named(
      String at, Optional<Digest> digest, Digest subject, Way way, String artifactType) {}

  /// What one question gave.
  private record Part<T>(List<T> found, Optional<Problem> failure) {}

  @FunctionalInterface
  private interface Question<T> {
    List<T> ask() throws InterruptedException;
  }

  /// Looks for everything.
  ///
  /// @param named what a reference names: an image or an index
  /// @param image the one image of the index that is looked at; may be the same
  public Attachments read(Manifest named, Manifest image) throws InterruptedException {
    Set<Digest> subjects = new java.util.LinkedHashSet<>();
    subjects.add(named.digest());
    subjects.add(image.digest());
    List<Question<Named>> questions = new ArrayList<>();
    questions.add(() -> beside(named, image.digest()));
    for (Digest subject : subjects) {
      questions.add(() -> listed(subject));
    }
    Part<Named> all = asked(questions);
    Map<String, Named> once = new LinkedHashMap<>();
    all.found().forEach(each -> once.putIfAbsent(each.at(), each));
    subjects.forEach(
        subject ->
            AttachedTags.ofCosign(subject)
                .forEach(
                    tag ->
                        once.put(
                            tag, new Named(tag, Optional.empty(), subject, Way.COSIGN_TAG, ""))));
    List<Question<Attached>> reads = new ArrayList<>();
    once.values().stream().limit(MOST_MANIFESTS).forEach(each -> reads.add(() -> read(each)));
    Part<Attached> read = asked(reads);
    List<Attached> found = distinct(read.found());
    Optional<Problem> failure =
        all.failure()
            .or(read::failure)
            .or(
                () ->
                    once.size() > MOST_MANIFESTS || found.size() > MOST
                        ? Optional.of(tooMany().problem())
                        : Optional.empty());
    List<Attached> kept = found.stream().limit(MOST).toList();
    return failure.isPresent()
        ? new Attachments.Unknown(kept, failure.get())
        : new Attachments.Listed(kept);
  }

  private MooringException tooMany() {
    return Unreadable.problem(
        Messages.of("cannot-read-attached", source.name()), Messages.of("too-many", MOST), "");
  }

  /// A failure ends one question and not the others.
  private static <T> Part<T> asked(List<Question<T>> questions) throws InterruptedException {
    List<Callable<Part<T>>> steps = new ArrayList<>();
    for (Question<T> each : questions) {
      steps.add(
          () -> {
            try {
              return new Part<>(each.ask(), Optional.empty());
            } catch (MooringException e) {
              return new Part<>(List.of(), Optional.of(e.problem()));
            }
          });
    }
    List<T> found = new ArrayList<>();
    Problem failure = null;
    for (Part<T> each : Concurrently.run(WIDTH, steps)) {
      found.addAll(each.found());
      failure = first(failure, each.failure());
    }
    return new Part<>(found, Optional.ofNullable(failure));
  }

  private static @Nullable Problem first(@Nullable Problem before, Optional<Problem> next) {
    return before == null ? next.orElse(null) : before;
  }

  /// The same manifest under a tag and in a list is one. Signers of the same text share its digest,
  /// so that a content is one only with its annotations.
  private static List<Attached> distinct(List<Attached> all) {
    Set<List<Object>> seen = new HashSet<>();
    return all.stream().filter(each -> seen.add(List.of(each.manifest(), each.content()))).toList();
  }

  /// BuildKit's children of an index.
  private static List<Named> beside(Manifest index, Digest image) {
    return index.children().stream()
        .filter(each -> annotation(each, REFERENCE_TYPE).equals("attestation-manifest"))
        .filter(each -> annotation(each, REFERENCE_DIGEST).equals(image.text()))
        .map(
            each ->
                new Named(each.digest().text(), Optional.of(each.digest()), image, Way.INDEX, ""))
        .toList();
  }

  private static String annotation(Descriptor descriptor, String name) {
    return descriptor.raw().at("annotations", name).textOrEmpty();
  }

  private List<Named> listed(Digest subject) throws InterruptedException {
    Referrers referrers = Referrers.of(source, subject, source::find);
    Way way = referrers.fallback().isPresent() ? Way.FALLBACK_TAG : Way.REFERRERS;
    return referrers.descriptors().stream()
        .map(
            each ->
                new Named(
                    each.digest().text(),
                    Optional.of(each.digest()),
                    subject,
                    way,
                    each.raw().at("artifactType").textOrEmpty()))
        .toList();
  }

  private List<Attached> read(Named named) throws InterruptedException {
    Optional<Manifest> manifest;
    try {
      manifest = source.find(named.at());
    } catch (MooringException e) {
      if (named.digest().isPresent() && e.problem().code() == Code.IMAGE_UNREADABLE) {
        return List.of(bare(named, named.digest().get(), named.artifactType(), State.UNREADABLE));
      }
      throw e;
    }
    if (manifest.isEmpty()) {
      // That cosign has no tag is no gap.
      return named.digest().stream()
          .map(each -> bare(named, each, named.artifactType(), State.MISSING))
          .toList();
    }
    return read(named, manifest.get());
  }

  private static List<Attached> read(Named named, Manifest manifest) {
    String type = AttachedKinds.artifactType(manifest);
    if (!isOf(named, manifest.document())) {
      return List.of(bare(named, manifest.digest(), type, State.OF_ANOTHER));
    }
    List<Attached> contents = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      if (contents.size() <= MOST && !AttachedKinds.isEmpty(layer)) {
        AttachedKinds.Told told = AttachedKinds.of(manifest, layer);
        contents.add(
            new Attached(
                told.kind(),
                told.type(),
                named.subject(),
                manifest.digest(),
                Optional.of(layer),
                named.way(),
                State.READ));
      }
    }
    return contents.isEmpty()
        ? List.of(bare(named, manifest.digest(), type, State.READ))
        : contents;
  }

  /// What lists name has to say itself that it belongs to the image: anybody can write a list. A
  /// tag of cosign and a child of an index need not say it, but nothing else either.
  private static boolean isOf(Named named, Document manifest) {
    String subject = manifest.at("subject", "digest").textOrEmpty();
    boolean silent = named.way() == Way.COSIGN_TAG || named.way() == Way.INDEX;
    return subject.equals(named.subject().text()) || (silent && subject.isEmpty());
  }

  private static Attached bare(Named named, Digest manifest, String type, State state) {
    AttachedKinds.Told told = AttachedKinds.of(type);
    return new Attached(
        told.kind(), told.type(), named.subject(), manifest, Optional.empty(), named.way(), state);
  }
}
