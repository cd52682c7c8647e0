/// Words that a user can see, out of the code: one bundle for each room.
@NullMarked
package dev.mooring.message;

import org.jspecify.annotations.NullMarked;
