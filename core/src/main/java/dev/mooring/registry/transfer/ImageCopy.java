package dev.mooring.registry.transfer;

import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Closure;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Copies an image byte for byte, with what is attached to it, so that all digests stay.
///
/// Blobs go first, a few side by side and only those that are missing, then manifests from
/// the leaves up, the tag last: whoever pulls meanwhile gets the old image or the whole new
/// one. A copy that was cancelled is completed by the next one. Memory does not grow with
/// sizes. Blocking.
public final class ImageCopy {
  /// As many as crane and Docker take; more only compete for the same line.
  private static final int WIDTH = 4;

  /// Sums of such sizes cannot overflow.
  private static final long LARGEST = 1L << 44;

  private final ImageSource from;
  private final ImageSink to;
  private final Duration firstPause;
  private final String title;
  private final boolean alone;

  /// @param from read through losses, its content checked against every digest
  /// @param to asked for each blob before it is sent
  public ImageCopy(ImageSource from, ImageSink to) {
    this(from, to, Duration.ofMillis(500));
  }

  ImageCopy(ImageSource from, ImageSink to, Duration firstPause) {
    this(from, to, firstPause, Messages.of("copying", from.name()), false);
  }

  private ImageCopy(
      ImageSource from, ImageSink to, Duration firstPause, String title, boolean alone) {
    this.from = from;
    this.to = to;
    this.firstPause = firstPause;
    this.title = title;
    this.alone = alone;
  }

  /// The same with other words before its progress.
  ImageCopy called(String words) {
    return new ImageCopy(from, to, firstPause, words, alone);
  }

  /// The same without what is attached to the image.
  public ImageCopy alone() {
    return new ImageCopy(from, to, firstPause, title, true);
  }

  /// Copies what a tag or digest names.
  ///
  /// @param tag what it is called at the target; empty to store it by its digest alone
  /// @param platforms which images of an index to copy; empty for the whole index
  /// @throws dev.mooring.problem.MooringException when a side fails or lies
  public Copied run(String reference, String tag, Optional<Platforms> platforms, Progress progress)
      throws InterruptedException {
    ManifestReader reader = new ManifestReader(from);
    Manifest named = reader.find(reference).orElseThrow(() -> missing(reference).raise());
    Manifest root = platforms.isPresent() ? platforms.get().in(reader, named) : named;
    Closure closure = Closure.bounded(reader, reader::refused);
    closure.add(root.descriptor());
    List<Manifest> images = closure.manifests().stream().map(reader::get).toList();
    Attachments attachments = new Attachments(reader);
    if (!alone) {
      attachments.read(root, images);
    }
    for (Manifest each : attachments.manifests()) {
      closure.add(each.descriptor());
    }
    if (closure.blobs().stream().anyMatch(each -> each.size() > LARGEST)) {
      throw reader.refused(Messages.of("its-layers-are-too-large"));
    }
    to.expect(closure.blobs());
    CopyProgress told = new CopyProgress(progress, title, root, images, closure.blobs());
    List<Sent> sent = blobs(closure.blobs(), told);
    boolean listed = true;
    for (Digest each : closure.manifests()) {
      if (!tag.isEmpty() && each.equals(root.digest())) {
        continue;
      }
      boolean lists = to.store(reader.get(each), each.text());
      listed &= lists || !attachments.isReferrer(each);
    }
    attachments.name(to, listed);
    if (!tag.isEmpty()) {
      to.store(root, tag);
    }
    int unlisted = listed ? attachments.unlisted(to) : 0;
    if (unlisted > 0) {
      throw unlisted(root, unlisted);
    }
    return new Copied(
        root.digest(),
        named.digest(),
        images.size(),
        attachments.manifests().size(),
        attachments.left(),
        sent.size(),
        (int) sent.stream().filter(Sent::sent).count(),
        sent.stream().filter(Sent::sent).mapToLong(each -> each.blob().size()).sum());
  }

  private List<Sent> blobs(List<Descriptor> blobs, CopyProgress progress)
      throws InterruptedException {
    List<Callable<Sent>> steps = new ArrayList<>();
    // The largest first: one that begins last would keep all others waiting.
    blobs.stream()
        .sorted(Comparator.comparingLong(Descriptor::size).reversed())
        .forEach(
            blob ->
                steps.add(
                    () -> {
                      CopyProgress.Moving moving = progress.begin(blob);
                      boolean stored =
                          to.store(blob, new CheckedBlob(from, blob, firstPause), moving);
                      moving.done();
                      return new Sent(blob, stored);
                    }));
    List<Sent> sent = Concurrently.run(WIDTH, steps);
    progress.report();
    return sent;
  }

  private MooringException unlisted(Manifest root, int count) {
    return new Problem(
            Code.IMAGE_INCOMPLETE,
            Messages.of("not-all-is-attached", to.name()),
            Messages.of("the-target-does-not-list", root.digest().brief(), count),
            new Remedy.Advice(Messages.of("copy-again-or-attach-again")))
        .raise();
  }

  private Problem missing(String reference) {
    return new Problem(
        Code.IMAGE_MISSING,
        Messages.of("cannot-copy-from", from.name()),
        Messages.of("there-is-no", reference),
        new Remedy.Advice(Messages.of("check-name-and-tag")));
  }

  private record Sent(Descriptor blob, boolean sent) {}
}
