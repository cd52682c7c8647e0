package dev.mooring.registry.transfer;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Reads the manifests of one copy, which are all in memory at once: so many and so large, then no
/// more.
final class ManifestReader {
  private static final int MOST = 1_000;

  /// A document takes up to six times its text.
  private static final long MOST_BYTES = 16 << 20;

  private final ImageSource source;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  ManifestReader(ImageSource source) {
    this.source = source;
  }

  ImageSource source() {
    return source;
  }

  Optional<Manifest> find(String reference) throws InterruptedException {
    Optional<Manifest> found = source.find(reference);
    found.ifPresent(
        each -> {
          if (count.incrementAndGet() > MOST || bytes.addAndGet(each.bytes().length) > MOST_BYTES) {
            throw refused(Messages.of("it-has-more-than-manifests", MOST, MOST_BYTES >> 20));
          }
        });
    return found;
  }

  /// An image that is not what images are.
  MooringException refused(String why) {
    return new Problem(
            Code.IMAGE_UNREADABLE,
            Messages.of("cannot-copy-from", source.name()),
            why,
            new Remedy.Advice(Messages.of("do-not-trust-the-source")))
        .raise();
  }
}
