/// What is attached to an image: signatures, SBOMs, provenance, scan results.
@NullMarked
package dev.mooring.desktop.registry.image.attached;

import org.jspecify.annotations.NullMarked;
