@NullMarked
package dev.mooring.desktop.shell;

import org.jspecify.annotations.NullMarked;
