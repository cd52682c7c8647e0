package dev.mooring.mesh;

import dev.mooring.identity.Identity;

/// Who we are now. Asked for each new connection, so it must be quick while the answer is known.
@FunctionalInterface
public interface IdentitySource {

  /// @throws dev.mooring.problem.MooringException when there is no valid certificate to be had
  Identity present() throws InterruptedException;
}
