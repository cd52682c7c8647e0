/// Certificates from istiod by its own gRPC service.
@NullMarked
package dev.mooring.identity.istiod;

import org.jspecify.annotations.NullMarked;
