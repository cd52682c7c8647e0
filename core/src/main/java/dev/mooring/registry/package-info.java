@NullMarked
package dev.mooring.registry;

import org.jspecify.annotations.NullMarked;
