package dev.mooring.forward.exchange;

import java.util.List;

/// Forwards written for a tool.
///
/// @param text of the file
/// @param notes what the format cannot hold
public record Exported(String text, List<Note> notes) {

  public Exported {
    notes = List.copyOf(notes);
  }
}
