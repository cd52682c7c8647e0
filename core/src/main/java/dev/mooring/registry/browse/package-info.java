/// What a registry holds, as people look at it: lists, details, use, and what a removal
/// takes along.
@NullMarked
package dev.mooring.registry.browse;

import org.jspecify.annotations.NullMarked;
