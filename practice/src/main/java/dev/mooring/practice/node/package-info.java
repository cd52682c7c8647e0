/// Nodes and controllers: what turns objects into pods, and pods into listening ports.
@NullMarked
package dev.mooring.practice.node;

import org.jspecify.annotations.NullMarked;
