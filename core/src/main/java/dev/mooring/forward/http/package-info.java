/// HTTP/1.x as it passes: what is told of it, and what is judged before it is sent on.
@NullMarked
package dev.mooring.forward.http;

import org.jspecify.annotations.NullMarked;
