package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.identity.Identities;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Tunnels;
import java.util.List;

/// How one registry is reached, and as whom: all that differs between the kinds of [RegistryPlace].
///
/// Thread-safe. Closing forgets what was shown; the lanes are closed by whoever asked for them.
interface Access extends AutoCloseable {

  /// The one for this place.
  static Access to(
      RegistryPlace place, Cluster cluster, Tunnels tunnels, Identities identities) {
    return switch (place) {
      case RegistryLocation in -> new MeshAccess(in, cluster, tunnels, identities);
      case RegistryAddress at -> new AddressAccess(at);
    };
  }

  /// What is done while [#shown] fetches something for the first time: "Requesting a certificate
  /// from istiod"; empty where it fetches nothing.
  String step();

  /// As whom, now; fetched or renewed where needed.
  ///
  /// @throws dev.mooring.problem.MooringException when there is nothing valid to be shown
  ShownIdentity shown() throws InterruptedException;

  /// The ways in. Made anew at each call.
  List<Lane> lanes();

  /// Asks the registry at the other end for its version: the proof that a lane leads to it.
  ///
  /// @throws dev.mooring.problem.MooringException saying what is in the way
  void greet(ByteStream stream) throws InterruptedException;

  @Override
  void close();
}
