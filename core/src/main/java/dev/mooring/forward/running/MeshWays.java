package dev.mooring.forward.running;

import dev.mooring.forward.AccountName;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;

/// Finds ways through a mesh. The mesh's room has them; this one knows no certificates.
@FunctionalInterface
public interface MeshWays {

  /// A way to the target under the account's identity. Blocks: rights are asked for, and a
  /// certificate is fetched.
  ///
  /// @throws dev.mooring.problem.MooringException when there is none, saying why and what would
  /// make one
  MeshWay find(Target target, AccountName account) throws InterruptedException;

  /// Where no mesh is looked for.
  static MeshWays none() {
    return (target, account) -> {
      throw new Problem(
              Code.ISTIO_MISSING,
              Messages.of("cannot-forward-to-in", target.words(), target.namespace()),
              Messages.of("mutual-tls-is-not-available-here"),
              Remedy.none())
          .raise();
    };
  }
}
