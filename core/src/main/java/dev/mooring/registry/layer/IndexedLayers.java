package dev.mooring.registry.layer;

import dev.mooring.job.Progress;
import dev.mooring.platform.Directories;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Meter;
import dev.mooring.registry.transfer.CheckedBlob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Reads each layer once, and keeps a table and checkpoints of it: of a layer that is known, files
/// are read by a request for the part around them.
///
/// What the whole has to have is its digest; what parts have to have was noted by then. Threads
/// that ask for one layer at a time wait for the first.
public final class IndexedLayers implements Layers {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Digest NOTHING = Digests.of(new byte[0]);

  private final IndexCache cache;
  private final Duration pause;
  private final LayerFiles files;
  private final Set<Digest> running = new HashSet<>();

  /// @param directory where indexes are kept, made when there is one
  public IndexedLayers(Path directory) {
    this(new IndexCache(directory), PAUSE);
  }

  /// @param pause after a loss of the connection; doubles
  IndexedLayers(IndexCache cache, Duration pause) {
    this.cache = cache;
    this.pause = pause;
    this.files = new LayerFiles(pause);
  }

  /// With the indexes of this user.
  public static IndexedLayers ofUser() {
    return new IndexedLayers(Directories.ofUser().cache().resolve("layers"));
  }

  @Override
  public LayerTable table(
      ImageSource source, Descriptor layer, Consumer<? super LayerEntry> each, Progress progress)
      throws InterruptedException {
    begin(layer.digest());
    try {
      Optional<LayerIndex> known = cache.get(layer.digest());
      if (known.isPresent()) {
        known.get().table().entries().forEach(each);
        return known.get().table();
      }
      return read(source, layer, each, progress).table();
    } finally {
      end(layer.digest());
    }
  }

  private synchronized void begin(Digest layer) throws InterruptedException {
    while (!running.add(layer)) {
      wait();
    }
  }

  private synchronized void end(Digest layer) {
    running.remove(layer);
    notifyAll();
  }

  private LayerIndex read(
      ImageSource source, Descriptor layer, Consumer<? super LayerEntry> each, Progress progress)
      throws InterruptedException {
    Meter meter =
        new Meter(progress, Messages.of("reading-layer", layer.digest().brief()), layer.size());
    CheckedBlob blob =
        new CheckedBlob(
            source, layer, pause, LayerProblems.cannotRead(source, layer), LayerProblems.again());
    try (InputStream in = new MeteredBlob(blob.open(0), meter)) {
      try {
        if (layer.size() == 0 && !layer.digest().equals(NOTHING)) {
          throw new IOException(Messages.of("its-manifest-gives-no-size"));
        }
        LayerIndex index = LayerIndex.read(in, each);
        in.transferTo(OutputStream.nullOutputStream());
        cache.put(layer.digest(), index);
        return index;
      } catch (IOException e) {
        LayerProblems.cancelled(e);
        // Where it is not what its digest says, that is what is wrong with it.
        in.transferTo(OutputStream.nullOutputStream());
        throw LayerProblems.damaged(source, layer, e);
      }
    } catch (IOException e) {
      LayerProblems.cancelled(e);
      throw LayerProblems.lost(source, layer, e);
    }
  }

  @Override
  public InputStream open(ImageSource source, Descriptor layer, LayerEntry file)
      throws InterruptedException {
    if (file.size() == 0) {
      return InputStream.nullInputStream();
    }
    return files.open(source, layer, index(source, layer), file);
  }

  @Override
  public Map<LayerEntry, String> fingerprints(Descriptor layer, Collection<LayerEntry> wanted) {
    Map<LayerEntry, String> prints = new HashMap<>();
    cache
        .get(layer.digest())
        .ifPresent(
            index -> {
              for (LayerEntry each : wanted) {
                if (each.size() > 0) {
                  prints.put(each, index.pieces().fingerprint(each));
                }
              }
            });
    return prints;
  }

  private LayerIndex index(ImageSource source, Descriptor layer) throws InterruptedException {
    begin(layer.digest());
    try {
      Optional<LayerIndex> known = cache.get(layer.digest());
      return known.isPresent() ? known.get() : read(source, layer, entry -> {}, Progress.none());
    } finally {
      end(layer.digest());
    }
  }
}
