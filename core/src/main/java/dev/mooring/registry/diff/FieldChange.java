package dev.mooring.registry.diff;

/// A field that two images have otherwise, of what describes them. Texts are the images' own,
/// and may hold control characters.
///
/// @param name as the specification has it: "Env.PATH", "Entrypoint", "history 3"
/// @param from as JSON where it is no text; empty where the first image lacks it
/// @param to the same for the second
public record FieldChange(Part part, String name, String from, String to) {

  /// Where the field is.
  public enum Part {
    INDEX,
    MANIFEST,
    CONFIG,
    HISTORY,
    LAYERS,
    SYSTEM
  }
}
