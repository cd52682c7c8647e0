package dev.mooring.debug.inspect;

/// What a program says of how it was built (Go's build information, `runtime/debug.BuildInfo`).
///
/// @param mainPackage its import path
/// @param module the main module's path; empty outside modules
/// @param directory where that module was when it was built, as the debug information has it:
/// "/src", or the module's path with -trimpath; empty where it's not known
/// @param revision of the version control system; empty where it wasn't recorded
public record Build(String mainPackage, String module, String directory, String revision) {}
