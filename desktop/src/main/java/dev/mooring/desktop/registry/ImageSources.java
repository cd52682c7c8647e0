package dev.mooring.desktop.registry;

import dev.mooring.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Where the images come from that this machine can push.
///
/// @param engines Docker and Podman, where they run; called in the background
/// @param sample an archive for whoever has none yet, as on the practice cluster
public record ImageSources(Supplier<List<Engine>> engines, Optional<Path> sample) {}
