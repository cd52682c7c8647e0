package dev.mooring.stack.render;

import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.Writer;
import java.util.List;
import java.util.Optional;

/// What a cluster's own set-up, and what stands there already, add for a registry without a mesh.
///
/// @param image Envoy's as its nodes are to run it, by digest where that is known; empty for the
/// options' own
/// @param apiPort where the API server listens behind its Service, which network policies judge
/// @param certificate of the door; nothing where somebody else makes it
/// @param writers who may push beside the account that the install makes
/// @param rehearsed what is tried beside their rules
public record DoorSurroundings(
    String image,
    int apiPort,
    Optional<DoorCertificate> certificate,
    List<Writer> writers,
    Optional<Rehearsed> rehearsed) {
  private static final int API_PORT = 6443;

  public DoorSurroundings {
    writers = List.copyOf(writers);
  }

  /// A cluster with Kubernetes' defaults, and nothing there.
  public static DoorSurroundings usual() {
    return new DoorSurroundings("", API_PORT, Optional.empty(), List.of(), Optional.empty());
  }

  public DoorSurroundings withImage(String next) {
    return new DoorSurroundings(next, apiPort, certificate, writers, rehearsed);
  }

  public DoorSurroundings withApiPort(int next) {
    return new DoorSurroundings(image, next, certificate, writers, rehearsed);
  }

  public DoorSurroundings withCertificate(DoorCertificate next) {
    return new DoorSurroundings(image, apiPort, Optional.of(next), writers, rehearsed);
  }

  public DoorSurroundings withWriters(List<Writer> next) {
    return new DoorSurroundings(image, apiPort, certificate, next, rehearsed);
  }

  public DoorSurroundings withRehearsed(Optional<Rehearsed> next) {
    return new DoorSurroundings(image, apiPort, certificate, writers, next);
  }
}
