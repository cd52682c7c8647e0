/// What a user chooses about the stack, checked before it becomes part of any object.
@NullMarked
package dev.mooring.stack.options;

import org.jspecify.annotations.NullMarked;
