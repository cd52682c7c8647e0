/// Images in files: tar files as Docker and OCI have them, and folders.
@NullMarked
package dev.mooring.registry.archive;

import org.jspecify.annotations.NullMarked;
