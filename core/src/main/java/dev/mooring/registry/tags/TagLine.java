package dev.mooring.registry.tags;

import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageReferences;
import java.util.Optional;
import java.util.regex.Pattern;

/// One line of the file: since when a tag names what. Names and digests have no tabs and no line
/// ends by their grammar, so that nothing has to be quoted.
///
/// @param at milliseconds of the epoch
/// @param mooring whether Mooring did it
/// @param digest empty where the tag was gone
/// @param principal who did it, as the registry's proxy noted it; empty for what Mooring
/// did or saw.
/// Such lines come in when the proxy's log is read, so their times may lie before those above them
record TagLine(
    long at,
    boolean mooring,
    String repository,
    String tag,
    Optional<Digest> digest,
    String principal) {
  private static final Pattern PRINCIPAL = Pattern.compile("[a-z0-9.-]{1,253}/[a-z0-9.-]{1,253}");

  private static final String DID = "did";
  private static final String SAW = "saw";
  private static final String NOTHING = "-";

  /// A sixth names the principal: a Mooring that knows of none passes such lines over.
  private static final int FIELDS = 5;

  TagLine(long at, boolean mooring, String repository, String tag, Optional<Digest> digest) {
    this(at, mooring, repository, tag, digest, "");
  }

  /// Empty where it is none: cut off by a crash, or somebody else's.
  static Optional<TagLine> parse(String line) {
    String[] fields = line.split("\t", -1);
    String principal = fields.length == FIELDS + 1 ? fields[FIELDS] : "";
    if (fields.length != FIELDS + (principal.isEmpty() ? 0 : 1)
        || !(principal.isEmpty() || isPrincipal(principal))
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
                Long.parseLong(fields[0]),
                fields[1].equals(DID),
                fields[2],
                fields[3],
                digest,
                principal));
  }

  static boolean isPrincipal(String text) {
    return PRINCIPAL.matcher(text).matches();
  }

  String text() {
    return String.join(
            "\t",
            Long.toString(at),
            mooring ? DID : SAW,
            repository,
            tag,
            digest.map(Digest::text).orElse(NOTHING))
        + (principal.isEmpty() ? "" : "\t" + principal);
  }

  /// What it is about.
  String name() {
    return repository + ":" + tag;
  }
}
