package dev.mooring.desktop.tray;

/// Something that the desktop tells the user once, wherever they are.
///
/// @param title a few words: "api is lost"
/// @param words why, and what happens meanwhile
/// @param bad whether something stopped working
public record Notice(String title, String words, boolean bad) {}
