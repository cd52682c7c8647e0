@NullMarked
package dev.mooring.desktop.stack;

import org.jspecify.annotations.NullMarked;
