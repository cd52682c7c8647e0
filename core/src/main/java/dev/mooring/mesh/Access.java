package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.listener.Guard;
import dev.mooring.identity.Identities;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Tunnels;
import java.util.List;
import java.util.function.Consumer;

/// How one registry is reached, and as whom: all that differs between the kinds of [RegistryPlace].
///
/// Thread-safe. Closing forgets what was shown; the lanes are closed by whoever asked for them.
interface Access extends AutoCloseable {

  /// The one for this place.
  ///
  /// @param told of what a single request met
  static Access to(
      RegistryPlace place,
      Cluster cluster,
      Tunnels tunnels,
      Identities identities,
      Consumer<Problem> told) {
    return switch (place) {
      case RegistryLocation in -> new MeshAccess(in, cluster, tunnels, identities);
      case RegistryDoor door -> new DoorAccess(door, cluster, tunnels, told);
      case PlainRegistry plain -> new PlainAccess(plain, cluster, tunnels);
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

  /// What local connections are asked, and what is shown with each of their requests.
  ///
  /// @param local whom the port serves
  default Guard guard(Guard local) {
    return local;
  }

  /// Asks the registry at the other end for its version: the proof that a lane leads to it.
  ///
  /// @throws dev.mooring.problem.MooringException saying what is in the way
  void greet(ByteStream stream) throws InterruptedException;

  @Override
  void close();
}
