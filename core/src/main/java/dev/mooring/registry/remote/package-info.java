/// Registries elsewhere: their names, who one is there, and how they let one in.
@NullMarked
package dev.mooring.registry.remote;

import org.jspecify.annotations.NullMarked;
