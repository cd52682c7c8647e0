package dev.mooring.registry;

import dev.mooring.problem.Problem;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Told of what tags name, whenever a registry says so or Mooring changes it, and asked for what
/// changed. Called from any thread and often: nothing that it meets ends what its caller does.
public interface TagLog {
  /// Keeps nothing.
  TagLog NONE =
      new TagLog() {
        @Override
        public void saw(String repository, String tag, Optional<Digest> digest, Instant asked) {}

        @Override
        public void listed(String repository, Collection<String> tags, Instant asked) {}

        @Override
        public void wrote(String repository, String tag, Digest digest) {}

        @Override
        public void deleted(String repository, String reference) {}

        @Override
        public void settle() {}

        @Override
        public List<TagChange> changes(String repository) {
          return List.of();
        }
      };

  /// What no other registry has; empty where nobody knows.
  default String registry() {
    return "";
  }

  /// The registry said what a tag names.
  ///
  /// @param digest empty where it isn't there
  /// @param asked a moment before the request: what changed after it is not contradicted
  void saw(String repository, String tag, Optional<Digest> digest, Instant asked);

  /// The registry listed all tags of a repository: others are not there.
  void listed(String repository, Collection<String> tags, Instant asked);

  /// Mooring had a tag name a digest.
  void wrote(String repository, String tag, Digest digest);

  /// Mooring deleted a tag, or a digest with all its tags.
  void deleted(String repository, String reference);

  /// The registry's proxy noted who wrote what, some of it perhaps told before.
  default void noted(Collection<TagWrite> writes) {}

  /// Why nobody can tell who wrote; empty where the proxy's notes were read, or there is no proxy
  /// that is known to take some. As of the last [#changes].
  default Optional<Problem> unknown() {
    return Optional.empty();
  }

  /// Work that looked at several tags is done.
  void settle();

  /// Whether it is known what the tag names, or that it isn't there: who is about to write a tag
  /// of which nobody knows looks first, so that it can be put back.
  default boolean knows(String repository, String tag) {
    return true;
  }

  /// What changed, newest first.
  ///
  /// @param repository empty for all of them
  /// @throws dev.mooring.problem.MooringException when it cannot be read
  List<TagChange> changes(String repository) throws InterruptedException;
}
