/// The image registry of a practice cluster, and how its nodes pull from it.
@NullMarked
package dev.mooring.practice.registry;

import org.jspecify.annotations.NullMarked;
