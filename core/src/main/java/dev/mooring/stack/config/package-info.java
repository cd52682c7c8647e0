/// Configuration of the programs that build and push images, as it fits a registry.
@NullMarked
package dev.mooring.stack.config;

import org.jspecify.annotations.NullMarked;
