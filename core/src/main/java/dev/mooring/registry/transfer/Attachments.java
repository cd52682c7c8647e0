package dev.mooring.registry.transfer;

import dev.mooring.document.Document;
import dev.mooring.job.Concurrently;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Referrers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// What is attached to manifests: signatures, SBOMs and the like, by the referrers API, by the tag
/// of its fallback, or by cosign's own tags.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
final class Attachments {
  /// Signatures of signatures end somewhere.
  private static final int LEVELS = 3;

  private static final int MOST = 500;

  private static final int WIDTH = 4;

  private final ManifestReader reader;
  private final Map<Digest, List<Descriptor>> lists = new LinkedHashMap<>();

  /// The list of a subject as the source's fallback tag has it.
  private final Map<Digest, Manifest> fallbacks = new LinkedHashMap<>();

  private final Map<String, Manifest> tagged = new LinkedHashMap<>();
  private final Map<Digest, Manifest> manifests = new LinkedHashMap<>();
  private int left;

  Attachments(ManifestReader reader) {
    this.reader = reader;
  }

  /// Reads what is attached to an image's manifests.
  void read(Manifest root, List<Manifest> all) throws InterruptedException {
    List<Digest> subjects = all.stream().map(Manifest::digest).toList();
    for (int level = 0; level < LEVELS && !subjects.isEmpty(); level++) {
      List<Callable<Referrers>> steps = new ArrayList<>();
      subjects.forEach(subject -> steps.add(() -> list(subject)));
      List<Digest> next = new ArrayList<>();
      for (Referrers each : Concurrently.run(WIDTH, steps)) {
        next.addAll(read(each));
      }
      subjects = next;
    }
    for (String tag : AttachedTags.ofCosign(root.digest())) {
      if (reader.source().digest(tag).isPresent()) {
        readable(tag).ifPresent(each -> tagged.put(tag, each));
      }
    }
  }

  private List<Digest> read(Referrers listed) throws InterruptedException {
    List<Descriptor> there = new ArrayList<>();
    List<Digest> found = new ArrayList<>();
    for (Descriptor each : listed.descriptors()) {
      if (manifests.containsKey(each.digest())) {
        there.add(each);
        continue;
      }
      Optional<Manifest> manifest =
          manifests.size() < MOST ? readable(each.digest().text()) : Optional.empty();
      if (manifest.isEmpty()) {
        left++;
        continue;
      }
      there.add(each);
      found.add(each.digest());
      manifests.put(each.digest(), manifest.get());
    }
    if (!there.isEmpty()) {
      lists.put(listed.subject(), there);
      listed.fallback().ifPresent(each -> fallbacks.put(listed.subject(), each));
    }
    return found;
  }

  private Referrers list(Digest subject) throws InterruptedException {
    return Referrers.of(reader.source(), subject, this::readable);
  }

  /// What is attached by something that is no manifest of today is left behind, and counted.
  private Optional<Manifest> readable(String reference) throws InterruptedException {
    try {
      return reader.find(reference);
    } catch (MooringException e) {
      if (e.problem().code() == Code.IMAGE_UNREADABLE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// All of them, for their layers to be copied.
  List<Manifest> manifests() {
    List<Manifest> all = new ArrayList<>(manifests.values());
    all.addAll(tagged.values());
    return all;
  }

  /// Whether a subject leads to it, and not a tag.
  boolean isReferrer(Digest manifest) {
    return manifests.containsKey(manifest);
  }

  /// How many cannot be copied.
  int left() {
    return left;
  }

  /// Names them at a place where they are stored by now.
  ///
  /// @param listed whether the place lists referrers itself; else it leaves that to whoever writes
  void name(ImageSink sink, boolean listed) throws InterruptedException {
    if (!listed) {
      for (Map.Entry<Digest, List<Descriptor>> each : lists.entrySet()) {
        list(sink, each.getKey(), each.getValue());
      }
    }
    for (Map.Entry<String, Manifest> each : tagged.entrySet()) {
      sink.store(each.getValue(), each.getKey());
    }
  }

  /// How many a place that lists referrers itself does not list afterwards: what it took it may
  /// not have kept.
  int unlisted(ImageSink sink) throws InterruptedException {
    int missing = 0;
    for (Map.Entry<Digest, List<Descriptor>> each : lists.entrySet()) {
      Optional<List<Descriptor>> there = sink.referrers(each.getKey());
      if (there.isPresent()) {
        Set<Digest> known = new HashSet<>();
        there.get().forEach(one -> known.add(one.digest()));
        missing +=
            (int) each.getValue().stream().filter(one -> !known.contains(one.digest())).count();
      }
    }
    return missing;
  }

  private void list(ImageSink sink, Digest subject, List<Descriptor> added)
      throws InterruptedException {
    Map<Digest, Descriptor> all = new LinkedHashMap<>();
    Optional<Manifest> there = sink.find(AttachedTags.referrers(subject)).filter(Manifest::isIndex);
    there.ifPresent(each -> each.children().forEach(child -> all.put(child.digest(), child)));
    int before = all.size();
    added.forEach(each -> all.putIfAbsent(each.digest(), each));
    if (all.size() == before) {
      return;
    }
    Manifest fallback = fallbacks.get(subject);
    boolean same =
        fallback != null
            && fallback.children().stream()
                .map(Descriptor::digest)
                .toList()
                .equals(List.copyOf(all.keySet()));
    sink.store(
        same && fallback != null ? fallback : index(List.copyOf(all.values())),
        AttachedTags.referrers(subject));
  }

  private static Manifest index(List<Descriptor> all) {
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", MediaTypes.OCI_INDEX);
    index.put("manifests", all.stream().map(Descriptor::raw).toList());
    return Manifest.of(Document.of(index));
  }
}
