package dev.mooring.desktop.terminal;

import dev.mooring.desktop.registry.EngineImage;
import dev.mooring.engine.Engine;
import dev.mooring.job.Progress;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.transfer.PlatformChoice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Copies images between a registry and the local Docker or Podman.
///
/// @param engine closed by its owner
/// @param json whether a program reads the output
record EngineCopy(Engine engine, Output output, boolean json, Progress progress) {

  /// Loads an image of a registry into the engine.
  void pull(ImagePlace from, EngineName to, Optional<PlatformChoice> platform)
      throws InterruptedException {
    String reference = from.reference().isEmpty() ? "latest" : from.reference();
    String tag = reference.contains(":") ? "" : reference;
    ImageReference name = to.named(from.name(""), tag);
    EngineImage.Pulled pulled =
        EngineImage.pull(
            engine, from.registry().source(from.repository()), reference, name, platform, progress);
    Digest digest = pulled.copied().digest();
    boolean kept = pulled.loaded().keeps(digest.text());
    if (json) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("image", name.toString());
      json.put("digest", digest.text());
      json.put("sourceDigest", pulled.copied().source().text());
      json.put("engine", engine.description());
      json.put("id", pulled.loaded().id());
      json.put("keepsDigest", kept);
      json.put("bytesSent", pulled.copied().bytes());
      output.json(json);
      return;
    }
    output.line(name.toString());
    output.note(Messages.of("loaded-into", digest, engine.description()));
    if (!kept) {
      output.note(Messages.of("the-engine-keeps-no-digest", pulled.loaded().id()));
    }
  }

  /// Pushes an image of the engine.
  void push(EngineName from, ImagePlace to) throws InterruptedException {
    String tag = to.reference().isEmpty() ? tag(from) : to.reference();
    Digest digest =
        EngineImage.push(
            engine,
            from.image(),
            to.registry(),
            new ImageReference("", to.repository(), tag, ""),
            progress);
    if (json) {
      output.json(Map.of("image", to.name(tag), "digest", digest.text()));
    } else {
      output.line(to.name(tag) + "@" + digest);
    }
  }

  private static String tag(EngineName from) {
    String tag = ImageReference.parse(from.image()).tag();
    return tag.isEmpty() ? "latest" : tag;
  }
}
