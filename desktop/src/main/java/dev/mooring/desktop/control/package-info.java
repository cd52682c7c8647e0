@NullMarked
package dev.mooring.desktop.control;

import org.jspecify.annotations.NullMarked;
