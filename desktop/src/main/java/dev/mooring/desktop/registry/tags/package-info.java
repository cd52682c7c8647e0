/// What tags named, and how they come to name something else.
@NullMarked
package dev.mooring.desktop.registry.tags;

import org.jspecify.annotations.NullMarked;
