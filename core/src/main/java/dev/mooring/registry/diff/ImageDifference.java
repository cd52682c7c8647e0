package dev.mooring.registry.diff;

import dev.mooring.registry.Descriptor;
import java.util.List;

/// In what two images differ. Immutable.
///
/// @param verdict by what was asked for
/// @param fields of what describes the images
/// @param shared layers that both have
/// @param fromOnly layers of the first image alone
/// @param toOnly layers of the second alone
/// @param packages by name
/// @param files by path
/// @param ignored how many paths differ that every build writes anew; 0 in strict mode
/// @param unread bytes of shared layers that were not read; of interest where something is
/// only written by one image, or in the notes
/// @param notes what could not be compared, as sentences for people
public record ImageDifference(
    Verdict verdict,
    List<FieldChange> fields,
    List<Descriptor> shared,
    List<Descriptor> fromOnly,
    List<Descriptor> toOnly,
    List<PackageChange> packages,
    List<FileChange> files,
    int ignored,
    long unread,
    List<String> notes) {
  public ImageDifference {
    fields = List.copyOf(fields);
    shared = List.copyOf(shared);
    fromOnly = List.copyOf(fromOnly);
    toOnly = List.copyOf(toOnly);
    packages = List.copyOf(packages);
    files = List.copyOf(files);
    notes = List.copyOf(notes);
  }

  /// What it comes to.
  public enum Verdict {
    /// Both references lead to the same bytes.
    IDENTICAL,
    /// Nothing differs that was asked for.
    EQUIVALENT,
    /// Nothing was found to differ, but not all could be compared.
    UNKNOWN,
    DIFFERENT
  }
}
