package dev.mooring.desktop.registry.tags;

import dev.mooring.registry.Digest;
import java.util.Optional;

/// A tag that something is done with.
///
/// @param digest what the list knows that it names; empty before it is read
public record ChosenTag(String repository, String tag, Optional<Digest> digest) {

  @Override
  public String toString() {
    return repository + ":" + tag;
  }
}
