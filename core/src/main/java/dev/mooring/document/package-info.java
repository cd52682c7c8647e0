@NullMarked
package dev.mooring.document;

import org.jspecify.annotations.NullMarked;
