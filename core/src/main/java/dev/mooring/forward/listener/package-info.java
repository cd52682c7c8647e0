/// Ports on loopback addresses: whom they serve, and what becomes of their connections.
@NullMarked
package dev.mooring.forward.listener;

import org.jspecify.annotations.NullMarked;
