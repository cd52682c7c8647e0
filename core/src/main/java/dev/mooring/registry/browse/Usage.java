package dev.mooring.registry.browse;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Which pods use which image: a snapshot made from one list of containers and volumes, asked
/// without further requests.
///
/// A runtime reports the digest that was pulled (an index or one of its children), or the
/// digest of the config when the image came from elsewhere; all of them are matched. What has no
/// digest is matched by its name. Immutable.
public final class Usage {
  private static final Usage NONE = new Usage(Map.of(), Map.of(), Set.of());
  private static final int DIGEST_LENGTH = "sha256:".length() + 64;
  private static final Comparator<PodUse> STRONGEST =
      Comparator.comparing((PodUse each) -> each.match() == PodUse.Match.CONTENT)
          .thenComparing(PodUse::state)
          .thenComparing(PodUse::match);

  private final Map<String, List<ImageUse>> byDigest;
  private final Map<String, List<ImageUse>> byName;
  private final Set<String> hosts;

  private Usage(
      Map<String, List<ImageUse>> byDigest, Map<String, List<ImageUse>> byName, Set<String> hosts) {
    this.byDigest = byDigest;
    this.byName = byName;
    this.hosts = hosts;
  }

  /// Nothing is known to be used.
  public static Usage none() {
    return NONE;
  }

  /// @param uses of any number
  /// @param hosts under which nodes know the registry that is looked at: "localhost:5000"
  public static Usage of(Collection<ImageUse> uses, Set<String> hosts) {
    Map<String, List<ImageUse>> byDigest = new HashMap<>();
    Map<String, List<ImageUse>> byName = new HashMap<>();
    for (ImageUse use : uses) {
      Optional<ImageReference> asked = reference(use.image());
      String digest = digestIn(use.imageId());
      if (digest.isEmpty()) {
        digest = asked.map(ImageReference::digest).orElse("");
      }
      if (!digest.isEmpty()) {
        byDigest.computeIfAbsent(digest, ignored -> new ArrayList<>(2)).add(use);
      } else if (asked.isPresent() && hosts.contains(asked.get().host())) {
        String tag = asked.get().tag().isEmpty() ? "latest" : asked.get().tag();
        byName
            .computeIfAbsent(name(asked.get().repository(), tag), ignored -> new ArrayList<>(2))
            .add(use);
      }
    }
    byDigest.replaceAll((digest, list) -> List.copyOf(list));
    byName.replaceAll((name, list) -> List.copyOf(list));
    return new Usage(byDigest, byName, Set.copyOf(hosts));
  }

  /// Containers and volumes whose image has exactly this digest.
  public List<ImageUse> of(Digest digest) {
    return byDigest.getOrDefault(digest.text(), List.of());
  }

  /// Containers and volumes of the tagged image, any of its platforms, by digest.
  public List<ImageUse> of(ImageSummary image) {
    List<ImageUse> found = new ArrayList<>(of(image.digest()));
    image.contained().forEach(digest -> found.addAll(of(digest)));
    image.configs().forEach(digest -> found.addAll(of(digest)));
    return found;
  }

  /// The pods of an image, each once, by name.
  public List<PodUse> pods(ImageSummary image) {
    Map<String, PodUse> pods = new TreeMap<>();
    for (ImageUse use : of(image)) {
      put(pods, use, asksFor(image.repository(), use));
    }
    for (ImageUse use : byName.getOrDefault(name(image.repository(), image.tag()), List.of())) {
      put(pods, use, PodUse.Match.NAME);
    }
    return List.copyOf(pods.values());
  }

  /// The pods that ask for a tag of which nothing else is known.
  public List<PodUse> pods(String repository, String tag) {
    Map<String, PodUse> pods = new TreeMap<>();
    byName
        .getOrDefault(name(repository, tag), List.of())
        .forEach(use -> put(pods, use, PodUse.Match.NAME));
    return List.copyOf(pods.values());
  }

  private static void put(Map<String, PodUse> pods, ImageUse use, PodUse.Match match) {
    String pod = use.namespace() + "/" + use.pod();
    pods.merge(
        pod,
        new PodUse(pod, use.state(), match),
        (one, other) -> STRONGEST.compare(one, other) <= 0 ? one : other);
  }

  private PodUse.Match asksFor(String repository, ImageUse use) {
    return reference(use.image())
        .filter(name -> hosts.contains(name.host()) && name.repository().equals(repository))
        .map(name -> PodUse.Match.REFERENCE)
        .orElse(PodUse.Match.CONTENT);
  }

  private static Optional<ImageReference> reference(String image) {
    try {
      return Optional.of(ImageReference.parse(image));
    } catch (MooringException e) {
      // An image id, or no name that a registry could have.
      return Optional.empty();
    }
  }

  private static String name(String repository, String tag) {
    return repository + ":" + tag;
  }

  // "localhost:5000/a@sha256:...", "docker-pullable://a@sha256:...", "docker://sha256:...",
  // "sha256:..."
  private static String digestIn(String imageId) {
    int at = imageId.lastIndexOf("sha256:");
    return at >= 0 && imageId.length() - at == DIGEST_LENGTH ? imageId.substring(at) : "";
  }
}
