/// What each job needs to be allowed, asked in one way and told in one way.
@NullMarked
package dev.mooring.rights;

import org.jspecify.annotations.NullMarked;
