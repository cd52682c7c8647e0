@NullMarked
package dev.mooring.desktop.settings;

import org.jspecify.annotations.NullMarked;
