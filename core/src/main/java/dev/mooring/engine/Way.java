package dev.mooring.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One way to an engine.
///
/// @param name who named it: "DOCKER_HOST"
/// @param address as Docker writes it: "unix:///var/run/docker.sock"
/// @param certificates the folder of client certificates; null without TLS
/// @param obstacle why it need not be tried; empty when it may be
record Way(String name, String address, @Nullable Path certificates, String obstacle) {
  static Way to(String name, String address) {
    return new Way(name, address, null, "");
  }

  static Way blocked(String name, String obstacle) {
    return new Way(name, "", null, obstacle);
  }
}
