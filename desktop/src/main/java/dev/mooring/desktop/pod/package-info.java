/// A pod or workload wherever it appears: the same actions, and the places they lead to.
@NullMarked
package dev.mooring.desktop.pod;

import org.jspecify.annotations.NullMarked;
