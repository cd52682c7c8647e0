package dev.mooring.debug;

/// @param helperImage has dlv at `/dbg/go/bin/dlv` and a shell; empty where Mooring finds Delve
/// @param localPort 0 for any free one
/// @param localSource directory of the user's sources for editors; empty when not known
public record DebugOptions(String helperImage, int localPort, String localSource) {}
