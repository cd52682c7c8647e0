/// The debugger in the window: a program that Delve is attached to, looked into and moved on.
@NullMarked
package dev.mooring.desktop.debugger;

import org.jspecify.annotations.NullMarked;
