/// Many images at once: a registry saved as a layout, and filled from archives.
@NullMarked
package dev.mooring.registry.backup;

import org.jspecify.annotations.NullMarked;
