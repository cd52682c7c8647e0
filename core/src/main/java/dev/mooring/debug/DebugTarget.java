package dev.mooring.debug;

/// What the user points at.
///
/// @param workload "deploy/hello", "pod/x", "sts/db"
/// @param container empty to choose the only, or the first that is no sidecar
public record DebugTarget(String namespace, String workload, String container) {}
