/// Certificates that Mooring makes for servers of its own in a cluster.
@NullMarked
package dev.mooring.identity.authority;

import org.jspecify.annotations.NullMarked;
