/// What a maintainer gets to see of a Mooring that somebody asks about.
@NullMarked
package dev.mooring.report;

import org.jspecify.annotations.NullMarked;
