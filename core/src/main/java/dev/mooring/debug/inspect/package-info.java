/// Looks into a program that a debugger is attached to, and moves it on: over Delve's own protocol
/// and the Debug Adapter Protocol, whoever attached it.
@NullMarked
package dev.mooring.debug.inspect;

import org.jspecify.annotations.NullMarked;
