/// What is open: one workspace for each context, with everything that lives on while another is
/// shown. Knows no scene.
@NullMarked
package dev.mooring.desktop.workspace;

import org.jspecify.annotations.NullMarked;
