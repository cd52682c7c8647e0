package dev.mooring.registry.tree;

import dev.mooring.document.Bounds;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/// A blob that fits into memory, as a configuration does.
final class SmallBlob {
  private SmallBlob() {}

  /// @throws MooringException when it is missing, longer than its descriptor or any configuration
  /// is, or not what its digest says
  static byte[] read(ImageSource source, Descriptor blob) throws InterruptedException {
    String what = Messages.of("cannot-show", source.name());
    if (blob.size() > Bounds.CONTENT.bytes()) {
      throw Unreadable.problem(
          what, Messages.of("configuration-too-long", Bounds.CONTENT.bytes() >> 20), "");
    }
    byte[] bytes;
    try (InputStream in = source.open(blob, 0)) {
      bytes = in.readNBytes((int) blob.size() + 1);
    } catch (InterruptedIOException e) {
      throw new InterruptedException(e.getMessage());
    } catch (IOException e) {
      if (e.getCause() instanceof MooringException told) {
        throw told;
      }
      throw new Problem(
              Code.REGISTRY_UNREACHABLE,
              what,
              Messages.of("connection-lost", Unreadable.brief(String.valueOf(e.getMessage()))),
              new Remedy.Advice(Messages.of("try-again")))
          .raise(e);
    }
    if (bytes.length != blob.size() || !Digests.of(bytes).equals(blob.digest())) {
      throw Unreadable.problem(
          what, Messages.of("configuration-not-its-digest", blob.digest().brief()), "");
    }
    return bytes;
  }
}
