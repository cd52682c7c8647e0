@NullMarked
package dev.mooring.settings;

import org.jspecify.annotations.NullMarked;
