package dev.mooring.forward;

import java.time.Instant;

/// Whom a forward's connections show themselves as.
///
/// @param principal as Istio's policies name it: "cluster.local/ns/shop/sa/ana"
/// @param until when the present certificate ends; it is renewed at half its life
/// @param route how the service's sidecar is reached, for people: "entrance through the Kubernetes
/// API"
public record LentIdentity(String principal, Instant until, String route) {}
