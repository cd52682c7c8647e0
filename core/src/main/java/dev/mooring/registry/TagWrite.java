package dev.mooring.registry;

import java.time.Instant;
import java.util.Optional;

/// A push or deletion of a manifest, as the proxy before a registry noted it.
///
/// @param at by the cluster's clock
/// @param principal who did it: "dev-ana/mooring"
/// @param reference the tag, or for a deletion also a digest
/// @param digest what was pushed; empty for a deletion
public record TagWrite(
    Instant at, String principal, String repository, String reference, Optional<Digest> digest) {}
