/// What an image is made of: its description, and the files that its layers add up to.
@NullMarked
package dev.mooring.registry.tree;

import org.jspecify.annotations.NullMarked;
