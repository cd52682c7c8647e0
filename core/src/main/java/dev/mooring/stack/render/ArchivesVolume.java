package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import java.util.List;

/// A volume for archives beside the registry's own: what is on it outlives the images there.
public record ArchivesVolume(StackOptions options) implements Component {
  public static final String NAME = StackOptions.REGISTRY + "-archives";

  @Override
  public String base() {
    return "archives";
  }

  @Override
  public List<KubeObject> objects() {
    String size = options.additions().archives();
    return size.isEmpty()
        ? List.of()
        : List.of(
            RegistryParts.claim(options, new Meta(options, options.namespace()).named(NAME), size));
  }
}
