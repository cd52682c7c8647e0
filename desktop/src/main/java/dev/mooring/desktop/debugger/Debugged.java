package dev.mooring.desktop.debugger;

import dev.mooring.debug.source.Sources;
import dev.mooring.tunnel.Dialer;
import java.time.Duration;
import java.util.Optional;

/// A session, as the debugger sees it.
///
/// @param title names what is debugged: "hello"
/// @param delve leads to its Delve
/// @param sources as the session found them
/// @param limit after which a stop is ended, by Mooring or by the kubelet; empty for none
public record Debugged(String title, Dialer delve, Sources sources, Optional<Duration> limit) {}
