/// Certificate authorities of the practice cluster: the API server's and the mesh's.
@NullMarked
package dev.mooring.practice.pki;

import org.jspecify.annotations.NullMarked;
