/// Reads the headers of tar files, as ustar, GNU tar, and pax write them.
@NullMarked
package dev.mooring.registry.tar;

import org.jspecify.annotations.NullMarked;
