package dev.mooring.forward.exchange;

/// What became of one field in an import or export.
///
/// @param entry the forward's name; for an entry that is left out, what it is called in the file
/// @param field as the file calls it; empty where the whole entry is meant
/// @param words the value that was taken, or what was changed or left out and why. Never the value
/// of a field that was not understood: it may be a secret.
public record Note(String entry, String field, Kind kind, String words) {

  public enum Kind {
    TAKEN,
    CHANGED,
    LEFT_OUT
  }
}
