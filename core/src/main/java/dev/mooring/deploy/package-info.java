/// Another image for a container of a workload: what may stand in its way, what would change, the
/// change itself, how far it has got, and the way back.
@NullMarked
package dev.mooring.deploy;

import org.jspecify.annotations.NullMarked;
