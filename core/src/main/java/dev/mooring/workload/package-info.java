/// What runs: the pods behind a target, what their containers write, a shell in one, another image.
@NullMarked
package dev.mooring.workload;

import org.jspecify.annotations.NullMarked;
