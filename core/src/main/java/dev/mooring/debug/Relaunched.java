package dev.mooring.debug;

import java.util.List;

/// A workload that is still as a session changed it.
///
/// @param workload "Deployment shop/hello"
/// @param ours whether this computer saved what would be restored; else whoever can change the
/// workload may have written it
/// @param containers what would be restored, each with its image and command
/// @param hash of what would be restored
public record Relaunched(String workload, boolean ours, List<String> containers, String hash) {}
