@NullMarked
package dev.mooring.desktop.theme;

import org.jspecify.annotations.NullMarked;
