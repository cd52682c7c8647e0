package dev.mooring.registry;

import java.time.Instant;
import java.util.Optional;

/// A tag that named something else from then on, as far as Mooring knows.
///
/// @param at when Mooring did or first saw it; another client may have done it long before
/// @param from what the tag named before; empty where it wasn't there, or nobody had looked
/// @param isNew whether it is known that the tag wasn't there before
/// @param to what it named then; empty where it was deleted
/// @param byMooring whether a Mooring of this user did it; else it was seen, or the
/// registry's proxy told of it
/// @param principal the account that did it, as the registry's proxy knew it:
/// "dev-ana/mooring"; empty where that isn't known
public record TagChange(
    Instant at,
    String repository,
    String tag,
    Optional<Digest> from,
    boolean isNew,
    Optional<Digest> to,
    boolean byMooring,
    Optional<String> principal) {

  /// "ana/app:1".
  public String name() {
    return repository + ":" + tag;
  }
}
