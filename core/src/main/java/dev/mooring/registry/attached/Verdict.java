package dev.mooring.registry.attached;

/// What a key says of one signature.
public sealed interface Verdict {

  /// The holder of the key signed a statement about exactly this image.
  record Verified() implements Verdict {}

  /// It is about this image, and not by that key.
  record OtherKey() implements Verdict {}

  /// It is about another image, whoever made it.
  ///
  /// @param about as it names it, short and cleaned; empty where it names none
  record OtherImage(String about) implements Verdict {}

  /// It was made with a certificate of a few minutes. Whether that is genuine can't be told without
  /// its authority and its log, so nothing it says is trusted.
  ///
  /// @param identity what the certificate claims
  record Keyless(SignerIdentity identity) implements Verdict {}

  /// It is no signature, of a kind that isn't checked, or couldn't be read.
  record NotChecked(String why) implements Verdict {}

  /// The stable identifier: "other-key".
  default String id() {
    return switch (this) {
      case Verified ignored -> "verified";
      case OtherKey ignored -> "other-key";
      case OtherImage ignored -> "other-image";
      case Keyless ignored -> "keyless";
      case NotChecked ignored -> "not-checked";
    };
  }

  /// For people.
  default String words() {
    return switch (this) {
      case Verified ignored -> Messages.of("verified");
      case OtherKey ignored -> Messages.of("other-key");
      case OtherImage(String about) ->
          about.isEmpty() ? Messages.of("no-image") : Messages.of("other-image", about);
      case Keyless(SignerIdentity identity) ->
          identity.name().isEmpty()
              ? Messages.of("keyless-nameless")
              : identity.issuer().isEmpty()
                  ? Messages.of("keyless", identity.name())
                  : Messages.of("keyless-issued", identity.name(), identity.issuer());
      case NotChecked(String why) -> Messages.of("not-checked", why);
    };
  }
}
