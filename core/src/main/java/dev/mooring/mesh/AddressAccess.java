package dev.mooring.mesh;

import dev.mooring.tunnel.ByteStream;
import java.util.List;

/// A registry at its own address, as nobody.
final class AddressAccess implements Access {
  private final RegistryAddress registry;

  AddressAccess(RegistryAddress registry) {
    this.registry = registry;
  }

  @Override
  public String step() {
    return "";
  }

  @Override
  public ShownIdentity shown() {
    return ShownIdentity.nobody();
  }

  @Override
  public List<Lane> lanes() {
    return List.of(new DirectLane(registry));
  }

  @Override
  public void greet(ByteStream stream) throws InterruptedException {
    Greeting.exchange(stream, registry, "");
  }

  @Override
  public void close() {
    // Nothing is kept.
  }
}
