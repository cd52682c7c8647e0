@NullMarked
package dev.mooring.desktop.app;

import org.jspecify.annotations.NullMarked;
