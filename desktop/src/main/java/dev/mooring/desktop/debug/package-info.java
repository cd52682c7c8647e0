@NullMarked
package dev.mooring.desktop.debug;

import org.jspecify.annotations.NullMarked;
