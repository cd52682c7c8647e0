package dev.mooring.registry.transfer;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Platform;
import java.util.List;

/// One platform of an index.
///
/// @param platform without a variant it stands for the first image of that architecture
public record PlatformChoice(Platform platform) {

  /// @param text as Docker writes it: "linux/arm64/v8"
  /// @throws MooringException when it is none, or several
  public static PlatformChoice parse(String text) {
    if (text.matches("[a-z0-9]{1,32}/[a-z0-9_]{1,32}(?:/[a-z0-9.]{1,32})?")) {
      String[] parts = text.split("/", -1);
      return new PlatformChoice(new Platform(parts[0], parts[1], parts.length > 2 ? parts[2] : ""));
    }
    throw new Problem(
            Code.INVALID_VALUE,
            Messages.of("not-a-platform", text),
            text.contains(",")
                ? Messages.of("only-one-platform")
                : Messages.of("it-is-written-as-os-architecture"),
            new Remedy.Advice(Messages.of("example-linux-amd64")))
        .raise();
  }

  /// The chosen image; the manifest itself where it is no index.
  ///
  /// @throws MooringException when it is not among them
  Manifest in(ManifestReader reader, Manifest named) throws InterruptedException {
    if (!named.isIndex()) {
      return named;
    }
    Descriptor chosen = of(reader, named);
    return reader.find(chosen.digest().text()).orElseThrow(() -> absent(reader, images(named)));
  }

  /// What an index has for it.
  ///
  /// @throws MooringException when it is not among them
  Descriptor of(ManifestReader reader, Manifest index) {
    List<Descriptor> images = images(index);
    return images.stream()
        .filter(each -> matches(each.platform()))
        .findFirst()
        .orElseThrow(() -> absent(reader, images));
  }

  private static List<Descriptor> images(Manifest index) {
    return index.children().stream().filter(each -> !each.isArtifact()).toList();
  }

  /// Whether an image for a platform is meant.
  public boolean matches(Platform other) {
    return other.os().equals(platform.os())
        && other.architecture().equals(platform.architecture())
        && (platform.variant().isEmpty() || other.variant().equals(platform.variant()));
  }

  private MooringException absent(ManifestReader reader, List<Descriptor> images) {
    String there =
        String.join(
            ", ", images.stream().map(each -> each.platform().toString()).distinct().toList());
    return new Problem(
            Code.IMAGE_MISSING,
            Messages.of("cannot-copy-from", reader.source().name()),
            Messages.of("it-has-no-image-for", platform),
            new Remedy.Advice(Messages.of("it-has-images-for", there)))
        .raise();
  }

  @Override
  public String toString() {
    return platform.toString();
  }
}
