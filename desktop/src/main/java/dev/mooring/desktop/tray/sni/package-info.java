@NullMarked
package dev.mooring.desktop.tray.sni;

import org.jspecify.annotations.NullMarked;
