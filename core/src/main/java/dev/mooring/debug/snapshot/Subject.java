package dev.mooring.debug.snapshot;

import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.Optional;

/// A program that Delve is attached to from a debug container.
///
/// @param tunnels into the cluster; not closed here
/// @param delve leads to the Delve that is attached
/// @param workload from which a snapshot is named: "hello"
/// @param container of the program
/// @param debugger the debug container beside it, in which a shell can be run
/// @param budget how long the program may stand still, by its liveness probe; empty without one
public record Subject(
    Tunnels tunnels,
    Dialer delve,
    String context,
    String namespace,
    String pod,
    String workload,
    String container,
    String debugger,
    Optional<Duration> budget) {}
