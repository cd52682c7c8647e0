package dev.mooring.forward.reach;

import java.util.List;

/// Who may be reached now.
///
/// @param pods by name
/// @param why what is missing, in the user's words; empty when nothing is
/// @param answering whether the API server was heard lately
public record Standing(List<ReadyPod> pods, String why, boolean answering) {
  /// How it begins.
  public static final Standing UNKNOWN =
      new Standing(List.of(), Messages.of("the-pods-are-not-listed-yet"), true);
}
