package dev.mooring.debug.image;

import dev.mooring.document.Document;
import dev.mooring.registry.Descriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How an image starts its program where a manifest says nothing else (OCI image configuration).
/// Hostile: any words.
///
/// @param repository in the registry
/// @param environment as `Env` has it
/// @param architecture in Go's words; empty where the image doesn't say
/// @param layers the lowest first
public record ImageStart(
    String repository,
    List<String> entrypoint,
    List<String> command,
    Map<String, String> environment,
    String directory,
    String architecture,
    List<Descriptor> layers) {
  private static final int MOST = 1000;

  public ImageStart {
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    layers = List.copyOf(layers);
  }

  static ImageStart of(String repository, Document config, List<Descriptor> layers) {
    Document start = config.at("config");
    Map<String, String> environment = new HashMap<>();
    for (String each : start.at("Env").texts().stream().limit(MOST).toList()) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        environment.put(each.substring(0, equals), each.substring(equals + 1));
      }
    }
    return new ImageStart(
        repository,
        start.at("Entrypoint").texts().stream().limit(MOST).toList(),
        start.at("Cmd").texts().stream().limit(MOST).toList(),
        environment,
        start.at("WorkingDir").textOrEmpty(),
        config.at("architecture").textOrEmpty(),
        layers);
  }
}
