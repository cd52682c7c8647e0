package dev.mooring.registry.diff;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Unreadable;
import java.io.IOException;
import java.io.InputStream;

/// The configuration of an image, checked by its digest.
final class ImageConfig {
  private ImageConfig() {}

  /// @return nothing for artifacts that have none in JSON
  static Document read(ComparedImage image) throws InterruptedException {
    if (!image.chosen().image().hasConfig()) {
      return Document.nothing();
    }
    Descriptor config = image.chosen().image().config();
    if (!config.mediaType().endsWith("json")) {
      return Document.nothing();
    }
    String what = Messages.of("cannot-compare-with", image.source().name());
    byte[] bytes;
    try (InputStream in = image.source().open(config, 0)) {
      bytes = in.readNBytes(Bounds.CONTENT.bytes() + 1);
    } catch (IOException e) {
      throw lost(what, e);
    }
    if (!Digests.of(bytes).equals(config.digest())) {
      throw Unreadable.problem(what, Messages.of("config-does-not-match"), "");
    }
    return Unreadable.map(what, "config", bytes);
  }

  static MooringException lost(String what, IOException why) {
    return new Problem(
            Code.REGISTRY_UNREACHABLE,
            what,
            Messages.of("connection-broke", Unreadable.brief(String.valueOf(why.getMessage()))),
            new Remedy.Advice(Messages.of("try-again")))
        .raise(why);
  }
}
