package dev.mooring.registry.transfer;

import dev.mooring.job.Concurrently;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Everything that manifests lead to, each once, within bounds: indexes of strangers may be nested
/// without end.
final class Closure {
  private static final int WIDTH = 4;
  private static final int DEEPEST = 4;
  private static final int MOST_BLOBS = 20_000;

  /// Sums of such sizes cannot overflow.
  private static final long LARGEST = 1L << 44;

  private final ManifestReader reader;
  private final Map<Digest, Manifest> manifests = new LinkedHashMap<>();
  private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();

  Closure(ManifestReader reader) {
    this.reader = reader;
  }

  /// Adds a manifest after all that it names.
  void add(Manifest manifest) throws InterruptedException {
    add(manifest, DEEPEST);
  }

  private void add(Manifest manifest, int depth) throws InterruptedException {
    if (manifests.containsKey(manifest.digest())) {
      return;
    }
    for (Manifest child : children(manifest, depth)) {
      add(child, depth - 1);
    }
    for (Descriptor blob : manifest.blobs()) {
      if (!MediaTypes.isForeign(blob.mediaType())) {
        blobs.putIfAbsent(blob.digest(), blob);
      }
      if (blobs.size() > MOST_BLOBS || blob.size() > LARGEST) {
        throw reader.refused(Messages.of("its-layers-are-too-many"));
      }
    }
    manifests.put(manifest.digest(), manifest);
  }

  private List<Manifest> children(Manifest index, int depth) throws InterruptedException {
    List<Callable<Manifest>> steps = new ArrayList<>();
    for (Descriptor child : index.children()) {
      if (!manifests.containsKey(child.digest())) {
        steps.add(() -> reader.find(child.digest().text()).orElseThrow(() -> incomplete(child)));
      }
    }
    if (depth == 0 && !steps.isEmpty()) {
      throw reader.refused(Messages.of("its-indexes-are-nested-too-deep"));
    }
    return Concurrently.run(WIDTH, steps);
  }

  private MooringException incomplete(Descriptor child) {
    return new Problem(
            Code.IMAGE_INCOMPLETE,
            Messages.of("cannot-copy-from", reader.source().name()),
            Messages.of("a-manifest-is-missing", child.digest().brief()),
            new Remedy.Advice(Messages.of("choose-a-platform-or-another-tag")))
        .raise();
  }

  /// Those that others name come first.
  List<Manifest> manifests() {
    return List.copyOf(manifests.values());
  }

  List<Descriptor> blobs() {
    return List.copyOf(blobs.values());
  }
}
