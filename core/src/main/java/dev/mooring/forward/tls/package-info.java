/// TLS between local applications and a forward. The second place where Bouncy Castle is imported:
/// the JDK makes no certificates, and the first, `identity`, is not for forwards to know.
@NullMarked
package dev.mooring.forward.tls;

import org.jspecify.annotations.NullMarked;
