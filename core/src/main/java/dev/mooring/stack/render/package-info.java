/// The stack's objects, typed, one component a file.
@NullMarked
package dev.mooring.stack.render;

import org.jspecify.annotations.NullMarked;
