@NullMarked
package dev.mooring.registry.archive;

import org.jspecify.annotations.NullMarked;
