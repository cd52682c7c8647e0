package dev.mooring.stack.collect;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.browse.ImageUse;
import dev.mooring.registry.browse.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which images the cluster uses: those that containers run, as their nodes report them, and those
/// that pods and workloads name and may pull at any time, be they scaled to nothing at the moment.
///
/// A repository's name is believed whatever host stands before it: rather too much stays than too
/// little.
final class InUse {
  /// What names images besides pods.
  private static final List<Kind> WORKLOADS =
      List.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.DAEMON_SET, Kind.CRON_JOB);

  /// All that is looked at.
  static final List<Kind> KINDS = Stream.concat(Stream.of(Kind.POD), WORKLOADS.stream()).toList();

  private final Usage usage;
  private final Set<String> tags;
  private final Map<String, Set<Digest>> digests;

  private InUse(Usage usage, Set<String> tags, Map<String, Set<Digest>> digests) {
    this.usage = usage;
    this.tags = tags;
    this.digests = digests;
  }

  /// @throws MooringException where something of it cannot be listed: then nobody knows
  static InUse in(Cluster cluster) throws InterruptedException {
    List<ImageUse> uses = new ArrayList<>();
    Set<String> tags = new HashSet<>();
    Map<String, Set<Digest>> digests = new HashMap<>();
    for (KubeObject pod : cluster.list(Kind.POD, null, "")) {
      List<String> names = names(pod.at("spec"));
      List<ImageUse> own = ImageUse.of(pod.document());
      uses.addAll(own);
      names.forEach(each -> named(each, tags, digests));
      for (ImageUse each : own) {
        named(each.imageId(), tags, digests);
        // The runtime may report another repository than the one the pod names.
        digest(each.imageId())
            .ifPresent(
                digest ->
                    Stream.concat(names.stream(), reported(pod.at("status")))
                        .flatMap(name -> reference(name).stream())
                        .forEach(name -> add(digests, name.repository(), digest)));
      }
    }
    for (Kind kind : WORKLOADS) {
      for (KubeObject each : cluster.list(kind, null, "")) {
        Document template =
            kind.equals(Kind.CRON_JOB)
                ? each.at("spec", "jobTemplate", "spec", "template", "spec")
                : each.at("spec", "template", "spec");
        names(template).forEach(name -> named(name, tags, digests));
      }
    }
    return new InUse(Usage.of(uses, Set.of()), tags, digests);
  }

  /// What the runtime calls the images of a pod, which may be other names than the pod's own.
  private static Stream<String> reported(Document status) {
    return Stream.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")
        .flatMap(list -> status.at(list).stream())
        .map(each -> each.at("image").textOrEmpty());
  }

  private static List<String> names(Document spec) {
    Stream<String> containers =
        Stream.of("containers", "initContainers", "ephemeralContainers")
            .flatMap(list -> spec.at(list).stream())
            .map(each -> each.at("image").textOrEmpty());
    // Images can be volumes, too.
    Stream<String> volumes =
        spec.at("volumes").stream().map(each -> each.at("image", "reference").textOrEmpty());
    return Stream.concat(containers, volumes).filter(each -> !each.isEmpty()).distinct().toList();
  }

  private static void named(String image, Set<String> tags, Map<String, Set<Digest>> digests) {
    Optional<ImageReference> read = reference(image);
    if (read.isEmpty()) {
      return;
    }
    ImageReference name = read.get();
    Optional<Digest> digest = digest(image);
    if (digest.isPresent()) {
      add(digests, name.repository(), digest.get());
    }
    if (!name.tag().isEmpty() || digest.isEmpty()) {
      tags.add(name.repository() + ":" + (name.tag().isEmpty() ? "latest" : name.tag()));
    }
  }

  private static void add(Map<String, Set<Digest>> digests, String repository, Digest digest) {
    digests.computeIfAbsent(repository, ignored -> new HashSet<>()).add(digest);
  }

  private static Optional<ImageReference> reference(String image) {
    int scheme = image.indexOf("://");
    try {
      return Optional.of(ImageReference.parse(scheme < 0 ? image : image.substring(scheme + 3)));
    } catch (MooringException e) {
      // A bare digest, or no name that a registry could have.
      return Optional.empty();
    }
  }

  private static Optional<Digest> digest(String image) {
    int at = image.lastIndexOf("sha256:");
    try {
      return at < 0 ? Optional.empty() : Optional.of(new Digest(image.substring(at)));
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  boolean uses(ImageSummary image) {
    Set<Digest> used = digests(image.repository());
    return tags.contains(image.repository() + ":" + image.tag())
        || !usage.of(image).isEmpty()
        || used.contains(image.digest())
        || image.contained().stream().anyMatch(used::contains);
  }

  /// What is used of a repository by its digest, whether or not it is there.
  Set<Digest> digests(String repository) {
    return digests.getOrDefault(repository, Set.of());
  }
}
