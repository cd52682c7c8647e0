package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.Platforms;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a copy between registries did.
///
/// @param platforms those that were chosen; empty for all
record CopyReport(Copied copied, Optional<Platforms> platforms) {

  /// @param name of the image where it is now, with its host
  void print(Output output, String name) {
    output.line(name + "@" + copied.digest());
    output.note(
        Messages.of("copied-blobs", copied.sent(), copied.blobs(), Words.size(copied.bytes())));
    if (copied.attached() > 0) {
      output.note(Messages.count("copied-attached", copied.attached()));
    }
    if (copied.left() > 0) {
      output.note(Messages.count("left-attached", copied.left()));
    }
    if (!copied.digest().equals(copied.source())) {
      output.note(
          platforms.filter(each -> !each.isOne()).isPresent()
              ? Messages.of("only-some-platforms", platforms.get(), copied.source())
              : Messages.of(
                  "only-one-platform",
                  platforms.map(Platforms::toString).orElse(""),
                  copied.source()));
    }
  }

  Map<String, Object> json(String name) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("image", name);
    json.put("digest", copied.digest().text());
    json.put("sourceDigest", copied.source().text());
    json.put("blobs", copied.blobs());
    json.put("blobsSent", copied.sent());
    json.put("bytesSent", copied.bytes());
    json.put("attached", copied.attached());
    json.put("attachedLeft", copied.left());
    return json;
  }
}
