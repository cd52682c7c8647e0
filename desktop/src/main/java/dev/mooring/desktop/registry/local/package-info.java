/// An image of Docker or Podman on this machine: what the engine says of it.
@NullMarked
package dev.mooring.desktop.registry.local;

import org.jspecify.annotations.NullMarked;
