package dev.mooring.registry.tags;

import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageReferences;
import java.util.Optional;

/// One line of the file: since when a tag names what. Names and digests have no tabs and no line
/// ends by their grammar, so that nothing has to be quoted.
///
/// @param at milliseconds of the epoch
/// @param mooring whether Mooring did it
/// @param digest empty where the tag was gone
record TagLine(long at, boolean mooring, String repository, String tag, Optional<Digest> digest) {
  private static final String DID = "did";
  private static final String SAW = "saw";
  private static final String NOTHING = "-";
  private static final int FIELDS = 5;

  /// Empty where it is none: cut off by a crash, or somebody else's.
  static Optional<TagLine> parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS
        || !fields[0].matches("[0-9]{1,15}")
        || !(fields[1].equals(DID) || fields[1].equals(SAW))
        || !ImageReferences.isRepository(fields[2])
        || !ImageReferences.isTag(fields[3])) {
      return Optional.empty();
    }
    boolean nothing = fields[4].equals(NOTHING);
    Optional<Digest> digest = nothing ? Optional.empty() : Digests.read(fields[4]);
    return digest.isEmpty() && !nothing
        ? Optional.empty()
        : Optional.of(
            new TagLine(
                Long.parseLong(fields[0]), fields[1].equals(DID), fields[2], fields[3], digest));
  }

  String text() {
    return String.join(
        "\t",
        Long.toString(at),
        mooring ? DID : SAW,
        repository,
        tag,
        digest.map(Digest::text).orElse(NOTHING));
  }

  /// What it is about.
  String name() {
    return repository + ":" + tag;
  }
}
