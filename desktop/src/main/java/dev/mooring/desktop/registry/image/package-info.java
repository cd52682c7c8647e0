/// One image from inside: what it says of itself, its files, and its layers.
@NullMarked
package dev.mooring.desktop.registry.image;

import org.jspecify.annotations.NullMarked;
