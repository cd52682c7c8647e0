/// Envoy's configuration as trees, for registries that have no mesh: what stands before the
/// registry, and what stands on each node.
@NullMarked
package dev.mooring.stack.envoy;

import org.jspecify.annotations.NullMarked;
