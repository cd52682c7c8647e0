/// In what two images differ: their description, their packages, and their files.
@NullMarked
package dev.mooring.registry.diff;

import org.jspecify.annotations.NullMarked;
