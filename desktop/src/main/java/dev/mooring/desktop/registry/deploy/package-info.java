/// An image in a workload: which one, what would change, how far it is, and back.
@NullMarked
package dev.mooring.desktop.registry.deploy;

import org.jspecify.annotations.NullMarked;
