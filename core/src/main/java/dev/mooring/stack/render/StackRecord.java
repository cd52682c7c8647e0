package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.platform.Version;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;

/// What was chosen, and which Mooring installed it: read back by every command.
public record StackRecord(StackOptions options) implements Component {
  public static final String NAME = "mooring-stack";
  public static final String VERSION = "version";
  public static final String OPTIONS = "options";

  @Override
  public String base() {
    return options.protection() == Protection.MESH
        ? "record"
        : options.protection().word() + "-record";
  }

  @Override
  public List<KubeObject> objects() {
    return List.of(
        Meta.object(
            new ConfigMapBuilder()
                .withMetadata(new Meta(options, options.namespace()).named(NAME))
                .addToData(VERSION, Version.running().text())
                .addToData(OPTIONS, options.yaml())
                .build()));
  }
}
