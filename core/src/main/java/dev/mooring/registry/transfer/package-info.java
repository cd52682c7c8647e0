/// Copies of images from one place to another, whatever the places are.
@NullMarked
package dev.mooring.registry.transfer;

import org.jspecify.annotations.NullMarked;
