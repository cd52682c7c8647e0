package dev.mooring.practice.registry;

import dev.mooring.practice.http.Exchange;

/// What a registry's configuration says, and what is wrong with it at the moment.
///
/// @param relative whether `Location` is a path only
/// @param deletes whether deleting is enabled
record RegistrySettings(boolean relative, boolean deletes, Faults faults) {

  String location(Exchange exchange, String path) {
    return relative
        ? path
        : (exchange.encrypted() ? "https://" : "http://") + exchange.header("Host") + path;
  }

  void checkRoom() {
    if (faults.diskFull()) {
      throw new OciFailure(500, "UNKNOWN", "unknown error");
    }
  }

  void checkDeletes() {
    if (!deletes) {
      throw OciFailure.unsupported();
    }
  }
}
