package dev.mooring.desktop.terminal;

import dev.mooring.registry.ImageSource;
import dev.mooring.registry.tree.ChosenImage;
import java.util.LinkedHashMap;
import java.util.Map;

/// An image that a command reads, and where it was found.
///
/// @param place its registry; closed with it
/// @param source the repository there
/// @param reference the tag or digest that was asked for
/// @param chosen what that names, and the image of one platform
record ImageOperand(ImagePlace place, ImageSource source, String reference, ChosenImage chosen)
    implements AutoCloseable {

  /// With its host, as pods would name it.
  String name() {
    return reference.contains(":")
        ? place.name("") + "@" + reference
        : place.name(reference) + "@" + chosen.named().digest();
  }

  /// What every command says of the image it read.
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("image", name());
    json.put("digest", chosen.named().digest().text());
    json.put("mediaType", chosen.named().mediaType());
    if (chosen.named().isIndex()) {
      json.put("imageDigest", chosen.image().digest().text());
      json.put("platforms", chosen.platforms().stream().map(Object::toString).toList());
    }
    chosen.platform().ifPresent(each -> json.put("platform", each.toString()));
    return json;
  }

  @Override
  public void close() {
    place.close();
  }
}
