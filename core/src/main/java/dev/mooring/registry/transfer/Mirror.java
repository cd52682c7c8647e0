package dev.mooring.registry.transfer;

import dev.mooring.job.Progress;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.ImageSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps one tag of a target as a tag of a source is: each round costs one request without content
/// while nothing changes there. For one thread.
public final class Mirror {
  private final ImageSource from;
  private final String reference;
  private final ImageSink to;
  private final String tag;
  private final Optional<Platforms> platforms;
  private @Nullable Digest last;

  /// @param reference tag or digest at the source
  /// @param tag at the target; empty for none
  public Mirror(
      ImageSource from, String reference, ImageSink to, String tag, Optional<Platforms> platforms) {
    this.from = from;
    this.reference = reference;
    this.to = to;
    this.tag = tag;
    this.platforms = platforms;
  }

  /// Copies; after the first time only where the source's tag names something else than then.
  ///
  /// @return empty where nothing changed
  /// @throws dev.mooring.problem.MooringException as [ImageCopy#run]; the next round tries again
  public Optional<Copied> round(Progress progress) throws InterruptedException {
    Digest before = last;
    if (before != null && from.digest(reference).filter(before::equals).isPresent()) {
      return Optional.empty();
    }
    Copied copied = new ImageCopy(from, to).run(reference, tag, platforms, progress);
    last = copied.source();
    return Optional.of(copied);
  }
}
