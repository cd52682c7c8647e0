@NullMarked
package dev.mooring.desktop.tray.awt;

import org.jspecify.annotations.NullMarked;
