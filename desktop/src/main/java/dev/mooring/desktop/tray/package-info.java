@NullMarked
package dev.mooring.desktop.tray;

import org.jspecify.annotations.NullMarked;
