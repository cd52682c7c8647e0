package dev.mooring.practice.registry;

import dev.mooring.practice.http.Exchange;
import java.util.concurrent.atomic.AtomicBoolean;

/// What a registry's configuration says.
///
/// @param relative whether `Location` is a path only
/// @param deletes whether deleting is enabled
/// @param nonsense whether it answers what is no registry's answer
record RegistrySettings(boolean relative, boolean deletes, AtomicBoolean nonsense) {

  String location(Exchange exchange, String path) {
    return relative
        ? path
        : (exchange.encrypted() ? "https://" : "http://") + exchange.header("Host") + path;
  }

  void checkDeletes() {
    if (!deletes) {
      throw OciFailure.unsupported();
    }
  }
}
