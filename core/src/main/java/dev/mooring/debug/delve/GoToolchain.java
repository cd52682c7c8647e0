package dev.mooring.debug.delve;

import java.nio.file.Path;

/// A Go of the user's.
///
/// @param go the command
record GoToolchain(Path go, GoVersion version) {}
