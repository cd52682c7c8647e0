/// Editors and how each is opened at a session: a file for each.
@NullMarked
package dev.mooring.debug.editor;

import org.jspecify.annotations.NullMarked;
