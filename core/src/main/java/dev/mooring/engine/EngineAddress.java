package dev.mooring.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where an engine can be.
///
/// @param name who named it: "DOCKER_HOST"
/// @param address as Docker writes it: "unix:///var/run/docker.sock"
/// @param certificates the folder of client certificates; null without TLS
/// @param obstacle why it need not be tried; empty when it may be
record EngineAddress(String name, String address, @Nullable Path certificates, String obstacle) {
  static EngineAddress to(String name, String address) {
    return new EngineAddress(name, address, null, "");
  }

  static EngineAddress blocked(String name, String obstacle) {
    return new EngineAddress(name, "", null, obstacle);
  }
}
