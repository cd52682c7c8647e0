package dev.mooring.desktop.app;

import dev.mooring.engine.Engine;
import dev.mooring.engine.Engines;
import dev.mooring.engine.docker.DockerEngine;
import dev.mooring.problem.MooringException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Docker and Podman of this machine.
final class LocalEngines {
  private static final Logger LOG = LoggerFactory.getLogger(LocalEngines.class);

  private LocalEngines() {}

  /// Blocks; empty where none answers.
  static List<Engine> find() {
    try {
      return List.of(Engines.find(DockerEngine::open));
    } catch (MooringException e) {
      LOG.info("No local engine: {}", e.problem().detail());
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
