@NullMarked
package dev.mooring.desktop.fx;

import org.jspecify.annotations.NullMarked;
