@NullMarked
package dev.mooring.desktop.forward;

import org.jspecify.annotations.NullMarked;
