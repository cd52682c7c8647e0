/// What images take of a registry's storage, each part counted once.
@NullMarked
package dev.mooring.registry.space;

import org.jspecify.annotations.NullMarked;
