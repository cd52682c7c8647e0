/// What the layers of images hold, file by file, without whole layers.
@NullMarked
package dev.mooring.registry.layer;

import org.jspecify.annotations.NullMarked;
