@NullMarked
package dev.mooring.desktop.command;

import org.jspecify.annotations.NullMarked;
