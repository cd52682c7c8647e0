package dev.mooring.desktop.tray;

import java.util.List;

/// Everything the tray shows: rebuilt whole from the state, never edited.
///
/// @param title one line that also is the tooltip: "Mooring · lab · all well"
public record TrayModel(TrayState state, String title, List<TrayItem> items) {}
