/// A registry over HTTP: puts the parts together.
@NullMarked
package dev.mooring.registry.client;

import org.jspecify.annotations.NullMarked;
