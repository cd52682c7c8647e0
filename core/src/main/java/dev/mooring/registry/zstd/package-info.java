/// Reads zstd, as RFC 8878 has it, in plain Java with bounds on everything that a frame announces.
@NullMarked
package dev.mooring.registry.zstd;

import org.jspecify.annotations.NullMarked;
