package dev.mooring.stack.render;

/// What a cluster's own set-up adds to the options.
///
/// @param revision of Istio, for pods that only a named revision injects; empty for the default
/// @param controlNamespace where istiod runs
/// @param controlService istiod's Service there
/// @param image the registry's image as its nodes are to run it, by digest where that is known;
/// empty for the options' own
public record Surroundings(
    String revision, String controlNamespace, String controlService, String image) {

  /// A cluster with Istio's defaults.
  public static Surroundings usual() {
    return new Surroundings("", "istio-system", "istiod", "");
  }

  public Surroundings withImage(String next) {
    return new Surroundings(revision, controlNamespace, controlService, next);
  }

  /// The server name by which istiod's certificate is checked.
  String controlHost() {
    return controlService + "." + controlNamespace + ".svc";
  }
}
