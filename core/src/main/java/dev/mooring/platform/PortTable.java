package dev.mooring.platform;

import java.util.Optional;

/// One system's way to tell who listens where.
interface PortTable {
  Optional<PortOwner> owner(int port) throws InterruptedException;
}
