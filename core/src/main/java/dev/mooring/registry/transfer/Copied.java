package dev.mooring.registry.transfer;

import dev.mooring.registry.Digest;

/// What a copy did.
///
/// @param digest what the target's tag names now
/// @param source what the source's tag named; another one where a platform was chosen
/// @param manifests images and indexes, without what is attached
/// @param attached signatures, SBOMs and the like
/// @param left attached manifests that could not be copied
/// @param blobs layers and configurations
/// @param sent those that were not there
/// @param bytes what was sent
public record Copied(
    Digest digest,
    Digest source,
    int manifests,
    int attached,
    int left,
    int blobs,
    int sent,
    long bytes) {}
