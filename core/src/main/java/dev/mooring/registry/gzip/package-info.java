/// Reads gzip in plain Java, so that reading can go on from the middle of it.
@NullMarked
package dev.mooring.registry.gzip;

import org.jspecify.annotations.NullMarked;
