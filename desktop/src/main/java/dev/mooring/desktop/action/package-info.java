/// Everything that a user can do, once: menu, tray, palette, keys and buttons render it.
@NullMarked
package dev.mooring.desktop.action;

import org.jspecify.annotations.NullMarked;
