/// What all sessions share: the port for editors, Delve, and how long a stop may last.
@NullMarked
package dev.mooring.debug.session;

import org.jspecify.annotations.NullMarked;
