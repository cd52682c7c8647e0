@NullMarked
package dev.mooring.desktop.report;

import org.jspecify.annotations.NullMarked;
