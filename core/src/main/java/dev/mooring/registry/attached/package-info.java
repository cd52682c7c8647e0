/// What is attached to images: signatures, SBOMs, provenance, results of scanners. In whichever
/// form it is stored, it is found, read, and checked here the same way.
@NullMarked
package dev.mooring.registry.attached;

import org.jspecify.annotations.NullMarked;
