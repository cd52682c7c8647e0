package dev.mooring.tunnel.planted.inner;

import dev.mooring.tunnel.planted.Outer;

/// The other half.
public record Inner(Outer outer) {}
