package dev.mooring.desktop.registry.source;

import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Names;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What can be asked of a source. Blocking; from any thread.
public interface Contents {
  /// In natural order.
  Names tags(String repository) throws InterruptedException;

  /// How many tags there are, by one question.
  Count count(String repository) throws InterruptedException;

  /// When tags were pushed last, by tag; without those of which nobody knows.
  default Map<String, LastPush> pushes(String repository) throws InterruptedException {
    return Map.of();
  }

  /// @param more whether there are more than so many
  record Count(int tags, boolean more) {}

  /// When a tag got what it names.
  ///
  /// @param seen whether that is when Mooring first saw it, and it may have been pushed before
  record LastPush(Instant at, boolean seen) {}

  /// What a tag names, whatever is under it.
  ///
  /// @throws dev.mooring.problem.MooringException where the source can't be reached
  ImageRow row(String repository, String tag) throws InterruptedException;

  /// Its images from inside; empty where nobody can look into them without copying them first.
  Optional<ImageSource> inside(String repository);
}
