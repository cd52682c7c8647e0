package dev.mooring.forward.exchange;

import java.util.List;
import java.util.Locale;

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
    LEFT_OUT;

    /// As a report says it.
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /// A line for each field that is not as it was; what was taken as it is needs none.
  public static List<String> lines(List<Note> notes) {
    return notes.stream()
        .filter(each -> each.kind() != Kind.TAKEN)
        .map(
            each ->
                each.entry()
                    + (each.field().isEmpty() ? "" : ", " + each.field())
                    + ", "
                    + each.kind().words()
                    + ": "
                    + each.words())
        .toList();
  }
}
