@NullMarked
package dev.mooring.desktop.terminal;

import org.jspecify.annotations.NullMarked;
