package dev.mooring.registry.transfer;

import dev.mooring.job.Concurrently;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Closure;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Reads the manifests of one copy, which are all in memory at once: so many and so large, then no
/// more. One that is missing ends it.
final class ManifestReader implements Closure.Reader {
  private static final int WIDTH = 4;
  private static final int MOST = 1_000;

  /// A document takes up to six times its text.
  private static final long MOST_BYTES = 16 << 20;

  private final ImageSource source;
  private final Map<Digest, Manifest> read = new ConcurrentHashMap<>();
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
          read.put(each.digest(), each);
        });
    return found;
  }

  /// One that was made of what was read.
  Manifest keep(Manifest made) {
    read.put(made.digest(), made);
    return made;
  }

  /// One that was read.
  Manifest get(Digest digest) {
    return Objects.requireNonNull(read.get(digest));
  }

  @Override
  public Closure.Parts parts(Descriptor manifest) throws InterruptedException {
    Manifest known = read.get(manifest.digest());
    return Closure.Parts.of(
        known != null
            ? known
            : find(manifest.digest().text()).orElseThrow(() -> incomplete(manifest)));
  }

  @Override
  public void expect(Collection<Descriptor> manifests) throws InterruptedException {
    List<Callable<Closure.Parts>> steps = new ArrayList<>();
    manifests.forEach(each -> steps.add(() -> parts(each)));
    Concurrently.run(WIDTH, steps);
  }

  private MooringException incomplete(Descriptor child) {
    return new Problem(
            Code.IMAGE_INCOMPLETE,
            Messages.of("cannot-copy-from", source.name()),
            Messages.of("a-manifest-is-missing", child.digest().brief()),
            new Remedy.Advice(Messages.of("choose-a-platform-or-another-tag")))
        .raise();
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
