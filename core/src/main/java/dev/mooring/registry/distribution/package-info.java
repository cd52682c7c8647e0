/// The endpoints of the distribution API, and a repository as a source and a sink.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md
@NullMarked
package dev.mooring.registry.distribution;

import org.jspecify.annotations.NullMarked;
