/// Two images beside each other: in what they differ.
@NullMarked
package dev.mooring.desktop.registry.compare;

import org.jspecify.annotations.NullMarked;
