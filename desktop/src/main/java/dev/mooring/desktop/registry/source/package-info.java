/// Places that images are in: registries of the cluster, registries elsewhere, and the engine of
/// this machine, each listed by itself.
@NullMarked
package dev.mooring.desktop.registry.source;

import org.jspecify.annotations.NullMarked;
