/// A program's sources on the user's machine: where they are, and whether they are those that it
/// was built from.
@NullMarked
package dev.mooring.debug.source;

import org.jspecify.annotations.NullMarked;
