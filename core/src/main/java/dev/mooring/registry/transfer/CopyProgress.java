package dev.mooring.registry.transfer;

import dev.mooring.job.Progress;
import dev.mooring.registry.Closure;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Meter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// How far a copy is: as a whole, in each of its images where it has several, and in each layer
/// that is under way. What several images have counts for the first. Thread-safe.
final class CopyProgress {
  /// What is smaller is over before anybody read its line.
  private static final long WORTH_A_LINE = 1 << 20;

  private final Progress progress;
  private final Meter whole;
  private final Map<Digest, Image> images = new HashMap<>();

  /// @param images that the root has, or the root alone
  /// @param blobs all of the copy
  CopyProgress(
      Progress progress,
      String title,
      Manifest root,
      List<Manifest> images,
      List<Descriptor> blobs) {
    this.progress = progress;
    this.whole = new Meter(progress, title, sum(blobs));
    List<Manifest> platforms = images.stream().filter(each -> !each.isIndex()).toList();
    if (platforms.size() > 1) {
      for (Manifest each : platforms) {
        List<Descriptor> own =
            Closure.Parts.of(each).blobs().stream()
                .filter(blob -> !this.images.containsKey(blob.digest()))
                .distinct()
                .toList();
        String name = name(root, each.digest());
        Progress part = progress.part(name);
        Image image = new Image(part, new Meter(part, name, sum(own)));
        own.forEach(blob -> this.images.put(blob.digest(), image));
      }
    }
  }

  private record Image(Progress progress, Meter meter) {}

  private static long sum(List<Descriptor> blobs) {
    return blobs.stream().mapToLong(Descriptor::size).sum();
  }

  private static String name(Manifest root, Digest image) {
    return root.children().stream()
        .filter(each -> each.digest().equals(image) && !each.isArtifact())
        .map(each -> each.platform().toString())
        .filter(each -> each.length() > 1)
        .findFirst()
        .orElse(image.brief());
  }

  /// Says where all of it stands.
  void report() {
    whole.report();
  }

  /// One blob that is under way; its bytes are told to it as they move.
  Moving begin(Descriptor blob) {
    Image image = images.get(blob.digest());
    Progress above = image == null ? progress : image.progress();
    Progress part =
        blob.size() < WORTH_A_LINE ? Progress.none() : above.part(blob.digest().brief());
    return new Moving(blob, image, part);
  }

  final class Moving implements LongConsumer {
    private final Descriptor blob;
    private final Optional<Image> image;
    private final Progress part;
    private final Meter meter;

    private Moving(Descriptor blob, @Nullable Image image, Progress part) {
      this.blob = blob;
      this.image = Optional.ofNullable(image);
      this.part = part;
      this.meter = new Meter(part, "", blob.size());
      if (blob.size() > 0) {
        meter.report();
      }
    }

    @Override
    public void accept(long bytes) {
      meter.add(bytes);
      image.ifPresent(each -> each.meter().add(bytes));
      whole.add(bytes);
    }

    /// Whatever moved, it is there.
    void done() {
      part.advance("", blob.size(), blob.size(), Progress.Unit.BYTES);
    }
  }
}
