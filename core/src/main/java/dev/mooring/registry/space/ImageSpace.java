package dev.mooring.registry.space;

import dev.mooring.problem.Problem;
import java.util.Optional;

/// What a tag leads to: manifests, configurations and layers, compressed as the registry has them.
///
/// @param size bytes of all of it, each part once
/// @param unique bytes that no other tag of the registry leads to: what deleting it would free in
/// the end. A digest with two tags is no tag's own.
/// @param problem what of it could not be read and is left out
public record ImageSpace(String tag, long size, long unique, Optional<Problem> problem) {}
