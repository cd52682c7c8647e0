package dev.mooring.registry.layer;

import dev.mooring.job.Progress;
import dev.mooring.platform.Directories;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Meter;
import dev.mooring.registry.layer.soci.ZtocReader;
import dev.mooring.registry.layer.table.TablePlace;
import dev.mooring.registry.layer.table.TableReader;
import dev.mooring.registry.transfer.CheckedBlob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads each layer once, and keeps a table and checkpoints of it: of a layer that is known, files
/// are read by a request for the part around them. Of a layer that carries a table of what it
/// holds, or whose image names one, only that is read.
///
/// What the whole has to have is its digest; what parts have to have was noted by then. A carried
/// table has to have the digest in the manifest, else the layer is read as if it had none; what
/// parts have to have is what it says. Threads that ask for one layer at a time wait for the first.
public final class IndexedLayers implements Layers {
  private static final Logger LOG = LoggerFactory.getLogger(IndexedLayers.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Digest NOTHING = Digests.of(new byte[0]);

  private final IndexCache cache;
  private final Duration pause;
  private final LayerFiles files;
  private final Set<Digest> running;
  private final boolean whole;

  /// @param directory where indexes are kept, made when there is one
  public IndexedLayers(Path directory) {
    this(new IndexCache(directory), PAUSE);
  }

  /// @param pause after a loss of the connection; doubles
  IndexedLayers(IndexCache cache, Duration pause) {
    this.cache = cache;
    this.pause = pause;
    this.files = new LayerFiles(pause);
    this.running = new HashSet<>();
    this.whole = false;
  }

  private IndexedLayers(IndexedLayers shared) {
    this.cache = shared.cache;
    this.pause = shared.pause;
    this.files = shared.files;
    this.running = shared.running;
    this.whole = true;
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
      Optional<LayerIndex> known = known(layer);
      if (known.isEmpty()) {
        known = carried(source, layer);
      }
      if (known.isPresent()) {
        known.get().table().entries().forEach(each);
        return known.get().table();
      }
      return read(source, layer, each, progress).table();
    } finally {
      end(layer.digest());
    }
  }

  @Override
  public Layers whole() {
    return whole ? this : new IndexedLayers(this);
  }

  private void begin(Digest layer) throws InterruptedException {
    synchronized (running) {
      while (!running.add(layer)) {
        running.wait();
      }
    }
  }

  private void end(Digest layer) {
    synchronized (running) {
      running.remove(layer);
      running.notifyAll();
    }
  }

  private Optional<LayerIndex> known(Descriptor layer) {
    return cache.get(layer.digest()).or(() -> byTable(layer));
  }

  private Optional<LayerIndex> byTable(Descriptor layer) {
    return place(layer).flatMap(each -> cache.get(each.of(layer.digest())));
  }

  private Optional<TablePlace> place(Descriptor layer) {
    return whole ? Optional.empty() : TablePlace.of(layer);
  }

  /// By the table that the layer carries, if there is one to be believed.
  private Optional<LayerIndex> carried(ImageSource source, Descriptor layer)
      throws InterruptedException {
    Optional<TablePlace> place = place(layer);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    try {
      LayerIndex index = carried(source, layer, place.get());
      cache.put(place.get().of(layer.digest()), index);
      return Optional.of(index);
    } catch (IOException e) {
      LayerProblems.cancelled(e);
      LOG.debug("The table of {} is of no use", layer.digest(), e);
      return Optional.empty();
    }
  }

  private LayerIndex carried(ImageSource source, Descriptor layer, TablePlace place)
      throws IOException, InterruptedException {
    Function<IOException, MooringException> lost = e -> LayerProblems.lost(source, layer, e);
    return place.kind() == TablePlace.Kind.SOCI
        ? SpannedIndex.of(new ZtocReader(source, pause, lost).read(place, layer))
        : CarriedIndex.of(new TableReader(source, layer, pause, lost).read(place));
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
    return files.open(source, layer, index(source, layer, List.of(file)), file);
  }

  @Override
  public void each(ImageSource source, Descriptor layer, List<LayerEntry> wanted, Reading each)
      throws IOException, InterruptedException {
    new LayerPass(source, layer, index(source, layer, wanted), pause).run(wanted, each);
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

  /// The index that has files where their entries say: the same layer may be known by its table and
  /// as a whole, and entries of either may be asked for.
  private LayerIndex index(ImageSource source, Descriptor layer, List<LayerEntry> files)
      throws InterruptedException {
    begin(layer.digest());
    try {
      Optional<LayerIndex> full = cache.get(layer.digest());
      if (full.isPresent() && full.get().pieces().has(files)) {
        return full.get();
      }
      Optional<LayerIndex> table = byTable(layer);
      if (table.isEmpty()) {
        table = carried(source, layer);
      }
      if (table.isPresent() && table.get().pieces().has(files)) {
        return table.get();
      }
      return full.isPresent() ? full.get() : read(source, layer, entry -> {}, Progress.none());
    } finally {
      end(layer.digest());
    }
  }
}
