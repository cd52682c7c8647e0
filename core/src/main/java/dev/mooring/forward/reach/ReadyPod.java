package dev.mooring.forward.reach;

import dev.mooring.tunnel.PodPort;

/// A pod that may be reached now.
///
/// @param uid tells a pod from its successor of the same name
/// @param serviceAccount whom it runs as
public record ReadyPod(PodPort port, String uid, String serviceAccount) {}
