package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.source.Contents.LastPush;
import dev.mooring.registry.ImageSummary;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The time of a tag: when it was pushed, where that is known; else when its image was made.
record TagTime(Instant at, Kind kind) implements Comparable<TagTime> {
  private enum Kind {
    PUSHED,
    SEEN,
    CREATED
  }

  /// @return null where nothing is known
  static @Nullable TagTime of(TagRow row) {
    LastPush push = row.push();
    if (push != null) {
      return new TagTime(push.at(), push.seen() ? Kind.SEEN : Kind.PUSHED);
    }
    ImageSummary summary = row.summary();
    return summary == null || summary.created() == null
        ? null
        : new TagTime(summary.created(), Kind.CREATED);
  }

  /// "2 h".
  String age() {
    long seconds = Math.max(1, Duration.between(at, Instant.now()).toSeconds());
    return Words.span(Duration.ofSeconds(seconds));
  }

  /// "pushed 2 h".
  String words() {
    String ago = age();
    return switch (kind) {
      case PUSHED -> Messages.of("pushed-ago", ago);
      case SEEN -> Messages.of("seen-ago", ago);
      case CREATED -> Messages.of("created-ago", ago);
    };
  }

  @Override
  public int compareTo(TagTime other) {
    return at.compareTo(other.at);
  }
}
