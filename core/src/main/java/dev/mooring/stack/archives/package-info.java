/// Archives on volumes of the cluster: a short pod mounts them.
@NullMarked
package dev.mooring.stack.archives;

import org.jspecify.annotations.NullMarked;
