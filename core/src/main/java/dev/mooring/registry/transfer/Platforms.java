package dev.mooring.registry.transfer;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Which images of an index are copied.
///
/// One platform is the image that it is, with its own digest and signatures. Several are an index
/// of their own: the images in it keep their digests and what is attached to them, but the index
/// has another digest than the one that it came from, and nobody signed it. Where that leaves
/// nothing out, the index stays as it is.
///
/// @param choices in the order in which they were asked for; at least one
public record Platforms(List<PlatformChoice> choices) {
  private static final int MOST = 50;

  public Platforms {
    choices = List.copyOf(new LinkedHashSet<>(choices));
    if (choices.isEmpty()) {
      throw new IllegalArgumentException("none chosen");
    }
  }

  /// @param text platforms with commas between them: "linux/amd64,linux/arm64"
  /// @throws dev.mooring.problem.MooringException when one of them is none
  public static Platforms parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length > MOST) {
      throw new Problem(
              Code.INVALID_VALUE,
              Messages.of("too-many-platforms", MOST),
              Messages.of("it-is-written-as-os-architecture"),
              new Remedy.Advice(Messages.of("example-linux-amd64")))
          .raise();
    }
    List<PlatformChoice> choices = new ArrayList<>();
    for (String part : parts) {
      choices.add(PlatformChoice.parse(part.strip()));
    }
    return new Platforms(choices);
  }

  public static Platforms of(PlatformChoice choice) {
    return new Platforms(List.of(choice));
  }

  /// Whether it is one image.
  public boolean isOne() {
    return choices.size() == 1;
  }

  /// The chosen image, or an index of the chosen ones; the manifest itself where it is no index, or
  /// has no others.
  ///
  /// @throws dev.mooring.problem.MooringException when one is not among them
  Manifest in(ManifestReader reader, Manifest named) throws InterruptedException {
    if (isOne()) {
      return choices.getFirst().in(reader, named);
    }
    if (!named.isIndex()) {
      return named;
    }
    Set<Digest> images = new LinkedHashSet<>();
    for (PlatformChoice each : choices) {
      images.add(each.of(reader, named).digest());
    }
    List<Descriptor> kept =
        named.children().stream().filter(each -> belongs(each, images)).toList();
    return kept.size() == named.children().size() ? named : reader.keep(index(named, kept));
  }

  /// An image that was chosen, or what is about one.
  private static boolean belongs(Descriptor child, Set<Digest> images) {
    String about = child.about();
    return images.contains(child.digest())
        || (child.isArtifact() && images.stream().anyMatch(each -> each.text().equals(about)));
  }

  private static Manifest index(Manifest named, List<Descriptor> kept) {
    String kind = named.mediaType().isEmpty() ? MediaTypes.OCI_INDEX : named.mediaType();
    return Manifest.of(
        named
            .document()
            .with(kind, "mediaType")
            .with(kept.stream().map(each -> (Object) each.raw().map()).toList(), "manifests"));
  }

  @Override
  public String toString() {
    return choices.stream().map(PlatformChoice::toString).collect(Collectors.joining(", "));
  }
}
