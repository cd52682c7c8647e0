/// The one place that knows docker-java.
@NullMarked
package dev.mooring.engine.docker;

import org.jspecify.annotations.NullMarked;
