@NullMarked
package dev.mooring.desktop.registry;

import org.jspecify.annotations.NullMarked;
