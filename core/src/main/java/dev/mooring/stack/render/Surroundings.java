package dev.mooring.stack.render;

import dev.mooring.identity.istiod.ControlPlane;

/// What a cluster's own set-up adds to the options.
///
/// @param revision of Istio, for pods that only a named revision injects; empty for the default
/// @param controlNamespace where istiod runs
/// @param controlService istiod's Service there
/// @param image the registry's image as its nodes are to run it, by digest where that is known;
/// empty for the options' own
/// @param door what the Envoys of a registry without a mesh need to know
/// @param ingress what the way in from outside the cluster needs to know
public record Surroundings(
    String revision,
    String controlNamespace,
    String controlService,
    String image,
    DoorSurroundings door,
    IngressSurroundings ingress) {

  public Surroundings(
      String revision, String controlNamespace, String controlService, String image) {
    this(
        revision,
        controlNamespace,
        controlService,
        image,
        DoorSurroundings.usual(),
        IngressSurroundings.usual());
  }

  /// A cluster with Istio's defaults.
  public static Surroundings usual() {
    return of(ControlPlane.usual());
  }

  public static Surroundings of(ControlPlane plane) {
    return new Surroundings(plane.label(), plane.namespace(), plane.service(), "");
  }

  public Surroundings withImage(String next) {
    return new Surroundings(revision, controlNamespace, controlService, next, door, ingress);
  }

  public Surroundings withDoor(DoorSurroundings next) {
    return new Surroundings(revision, controlNamespace, controlService, image, next, ingress);
  }

  public Surroundings withIngress(IngressSurroundings next) {
    return new Surroundings(revision, controlNamespace, controlService, image, door, next);
  }

  /// The server name by which istiod's certificate is checked, the same for every revision.
  String controlHost() {
    return ControlPlane.serverName(controlNamespace);
  }

  /// What istiod's Service is called in the cluster.
  String controlAddress(String domain) {
    return controlService + "." + controlNamespace + ".svc." + domain;
  }
}
