/// What an image says of the program in it, read from the cluster's registry.
@NullMarked
package dev.mooring.debug.image;

import org.jspecify.annotations.NullMarked;
