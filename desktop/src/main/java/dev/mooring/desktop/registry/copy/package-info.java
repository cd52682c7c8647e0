/// Images that are copied to other places, by a form or by dragging them.
@NullMarked
package dev.mooring.desktop.registry.copy;

import org.jspecify.annotations.NullMarked;
