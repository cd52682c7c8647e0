/// What tags named before: kept in a file for each registry, as far as Mooring saw or did it.
@NullMarked
package dev.mooring.registry.tags;

import org.jspecify.annotations.NullMarked;
