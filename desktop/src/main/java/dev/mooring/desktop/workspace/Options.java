package dev.mooring.desktop.workspace;

import dev.mooring.settings.Settings;
import dev.mooring.stack.options.StackOptions;

/// Where the options of a registry come from until the cluster says more: Mooring's defaults, and
/// what the settings change of them.
public final class Options {
  private Options() {}

  public static StackOptions of(Settings settings) {
    return StackOptions.defaults().withRegistryImage(settings.registryImage());
  }
}
