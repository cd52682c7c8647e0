package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.engine.Engine;
import dev.mooring.job.Progress;
import dev.mooring.registry.archive.StreamSink;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.transfer.ImageCopy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// Images for the tests of engines.
public final class EngineArchives {
  private EngineArchives() {}

  /// Loads an image of one incompressible layer into the engine that DOCKER_HOST names.
  public static void load(Path file, String name, int size) throws Exception {
    List<byte[]> layers = List.of(Archives.layer(77, size));
    Archives.docker(file, name, Archives.config("amd64", layers), layers);
    Programs.run("docker", "load", "-i", file.toString());
  }

  public static void remove(String name) throws Exception {
    Programs.run("docker", "rmi", name);
  }

  /// Pushes an archive to the real registry program and lets crane read it back.
  public static void pushAndCompare(Path archive, Path folder) throws Exception {
    Assumptions.assumeTrue(LocalRegistry.isOnPath("registry") && LocalRegistry.isOnPath("crane"));
    try (LocalRegistry server = LocalRegistry.start(folder);
        HttpRegistry registry = new HttpRegistry(server.uri(), null)) {
      ImageReference name = ImageReference.parse(server.host() + "/engine/app:1");
      Digest digest = registry.push(archive, name, Progress.none());
      assertEquals(digest.text(), Programs.run("crane", "digest", name.toString()));
      Programs.run("crane", "validate", "--remote", name.toString());
    }
  }

  /// Loads an image of the real registry program into an engine, as `mooring copy` does.
  public static Engine.Loaded loadFromRegistry(Engine engine, Path folder, String name, int size)
      throws Exception {
    Assumptions.assumeTrue(LocalRegistry.isOnPath("registry"));
    ImageReference as = ImageReference.parse(name);
    List<byte[]> layers = List.of(Archives.layer(78, size));
    try (LocalRegistry server = LocalRegistry.start(folder);
        HttpRegistry registry = new HttpRegistry(server.uri(), null)) {
      Path archive =
          Archives.docker(folder.resolve("a.tar"), name, Archives.config("amd64", layers), layers);
      registry.push(archive, ImageReference.parse("app:1"), Progress.none());
      return engine.load(
          name,
          out -> {
            StreamSink sink = new StreamSink(out, as.host() + "/" + as.repository());
            new ImageCopy(registry.source("app"), sink)
                .alone()
                .run("1", as.tag(), Optional.empty(), Progress.none());
            sink.finish();
          });
    }
  }
}
