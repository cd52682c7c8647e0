package dev.mooring.desktop.fx;

/// A part of a card that may hold what the user entered. The window asks before it throws that
/// away.
public interface Dirty {
  boolean isDirty();
}
