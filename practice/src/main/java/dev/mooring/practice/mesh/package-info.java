/// Istio's part: the certificate authority, and the sidecar in front of a registry.
@NullMarked
package dev.mooring.practice.mesh;

import org.jspecify.annotations.NullMarked;
