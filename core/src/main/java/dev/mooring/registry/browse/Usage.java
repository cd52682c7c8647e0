package dev.mooring.registry.browse;

import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which pods run which digest: a snapshot made from one list of containers, asked without
/// further requests.
///
/// A runtime reports the digest that was pulled (an index or one of its children), or the
/// digest of the config when the image came from elsewhere; all of them are matched.
/// Immutable.
public final class Usage {
  private static final Usage NONE = new Usage(Map.of());
  private static final int DIGEST_LENGTH = "sha256:".length() + 64;

  private final Map<String, List<RunningContainer>> byDigest;

  private Usage(Map<String, List<RunningContainer>> byDigest) {
    this.byDigest = byDigest;
  }

  /// Nothing is known to run.
  public static Usage none() {
    return NONE;
  }

  /// @param containers of any number; those without a digest in their image's id are left out
  public static Usage of(Collection<RunningContainer> containers) {
    Map<String, List<RunningContainer>> byDigest = new HashMap<>();
    for (RunningContainer container : containers) {
      String digest = digestIn(container.imageId());
      if (!digest.isEmpty()) {
        byDigest.computeIfAbsent(digest, ignored -> new ArrayList<>(2)).add(container);
      }
    }
    byDigest.replaceAll((digest, list) -> List.copyOf(list));
    return new Usage(byDigest);
  }

  /// Containers whose image has exactly this digest.
  public List<RunningContainer> of(Digest digest) {
    return byDigest.getOrDefault(digest.text(), List.of());
  }

  /// Containers that run the tagged image, any of its platforms.
  public List<RunningContainer> of(ImageSummary image) {
    List<RunningContainer> found = new ArrayList<>(of(image.digest()));
    image.contained().forEach(digest -> found.addAll(of(digest)));
    image.configs().forEach(digest -> found.addAll(of(digest)));
    return found;
  }

  /// The pods of [#of(ImageSummary)] as NAMESPACE/NAME, each once, sorted.
  public List<String> pods(ImageSummary image) {
    Set<String> pods = new LinkedHashSet<>();
    of(image).forEach(each -> pods.add(each.namespace() + "/" + each.pod()));
    return pods.stream().sorted(Comparator.naturalOrder()).toList();
  }

  // "localhost:5000/a@sha256:...", "docker-pullable://a@sha256:...", "docker://sha256:...",
  // "sha256:..."
  private static String digestIn(String imageId) {
    int at = imageId.lastIndexOf("sha256:");
    return at >= 0 && imageId.length() - at == DIGEST_LENGTH ? imageId.substring(at) : "";
  }
}
