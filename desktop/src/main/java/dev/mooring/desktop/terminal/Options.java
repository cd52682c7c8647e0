package dev.mooring.desktop.terminal;

import dev.mooring.settings.Settings;
import dev.mooring.stack.options.StackOptions;
import org.jspecify.annotations.Nullable;

/// Core's options from settings and command line.
final class Options {
  private Options() {}

  static StackOptions stack(Settings settings, @Nullable String namespace) {
    StackOptions options = StackOptions.of(settings);
    return namespace == null ? options : options.named(namespace);
  }
}
