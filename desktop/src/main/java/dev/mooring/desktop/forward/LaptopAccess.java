package dev.mooring.desktop.forward;

import dev.mooring.forward.Target;

/// Lets laptops reach a service of the mesh by the entrance.
@FunctionalInterface
public interface LaptopAccess {

  /// Blocks.
  ///
  /// @throws dev.mooring.problem.MooringException saying why it cannot be, or what right is missing
  void allow(Target.Service service) throws InterruptedException;
}
