/// Which packages an image holds, as the files of its package managers and its programs say.
@NullMarked
package dev.mooring.registry.packages;

import org.jspecify.annotations.NullMarked;
