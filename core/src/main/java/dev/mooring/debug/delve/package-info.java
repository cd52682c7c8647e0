/// Where Delve comes from: what was kept, the cluster's registry, the user's own Go.
@NullMarked
package dev.mooring.debug.delve;

import org.jspecify.annotations.NullMarked;
