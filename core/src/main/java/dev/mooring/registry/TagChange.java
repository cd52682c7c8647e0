package dev.mooring.registry;

import java.time.Instant;
import java.util.Optional;

/// A tag that named something else from then on, as far as Mooring knows.
///
/// @param at when Mooring did or first saw it; another client may have done it long before
/// @param from what the tag named before; empty where it wasn't there, or nobody had looked
/// @param to what it named then; empty where it was deleted
/// @param byMooring whether a Mooring of this user did it; else it was seen
public record TagChange(
    Instant at,
    String repository,
    String tag,
    Optional<Digest> from,
    Optional<Digest> to,
    boolean byMooring) {

  /// "ana/app:1".
  public String name() {
    return repository + ":" + tag;
  }
}
