package dev.mooring.identity.istiod;

import dev.mooring.identity.ServiceAccount;
import dev.mooring.tunnel.Dialer;
import java.util.List;

/// Where byte streams to istiod come from: a port-forward to its pods, an entrance of the mesh.
///
/// A route only leads somewhere. What answers there is believed by its certificate and never by the
/// place where it was found, and gets no token before that.
@FunctionalInterface
public interface IstiodRoute {

  /// The places to try, in order; none where this route does not exist in the cluster.
  ///
  /// @throws dev.mooring.problem.MooringException when the user lacks a right that this route needs
  List<Place> places(ServiceAccount account) throws InterruptedException;

  /// Something that may be istiod.
  ///
  /// @param words as messages call it: "pod istio-system/istiod-7d9"
  /// @param namespace of istiod, part of the name that its certificate must have
  record Place(String words, String namespace, Dialer dialer) {

    /// The name in istiod's certificate that every revision has.
    String serverName() {
      return ControlPlane.serverName(namespace);
    }
  }
}
