package dev.mooring.tunnel.planted;

import dev.mooring.tunnel.planted.inner.Inner;

/// Half of a cycle between a package and the one in it.
public final class Outer {
  public Inner inner() {
    return new Inner(this);
  }
}
