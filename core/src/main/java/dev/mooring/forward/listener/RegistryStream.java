package dev.mooring.forward.listener;

import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ForwardingStream;

/// A stream into a pod of a registry that Mooring installed, found out only when it was dialled: a
/// forward may lead there by any Service, selector or name. Nothing may pass before its guard was
/// asked.
public final class RegistryStream extends ForwardingStream {
  private final Guard guard;

  /// @param guard of the forward
  public RegistryStream(ByteStream stream, Guard guard) {
    super(stream);
    this.guard = guard;
  }

  Guard guard() {
    return guard;
  }
}
