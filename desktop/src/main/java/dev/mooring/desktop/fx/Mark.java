package dev.mooring.desktop.fx;

/// What the rail shows beside a place.
///
/// @param count a number or nothing
/// @param tone of the dot
/// @param words what the dot means, for tooltip and screen readers; empty for no dot
public record Mark(String count, Tone tone, String words) {
  public static final Mark NONE = new Mark("", Tone.MUTED, "");
}
