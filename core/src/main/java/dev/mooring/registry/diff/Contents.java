package dev.mooring.registry.diff;

import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.layer.LayerEntry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Tells whether files of the same size hold the same. Mostly that is known since their layers were
/// read; of others each file is opened.
final class Contents {
  private static final int WIDTH = 8;
  private static final int BUFFER = 1 << 16;

  private final LayerReading reading;
  private final Progress progress;
  private final Map<Place, String> known = new HashMap<>();
  private final Map<Place, Digest> hashes = new ConcurrentHashMap<>();
  private final AtomicInteger done = new AtomicInteger();

  private record Place(Descriptor layer, LayerEntry file) {}

  Contents(LayerReading reading, Progress progress) {
    this.reading = reading;
    this.progress = progress;
  }

  /// Finds out what [#difference] then tells.
  void read(List<FileComparison.Undecided> pairs) throws InterruptedException {
    Map<Descriptor, List<LayerEntry>> wanted = new HashMap<>();
    for (FileComparison.Undecided each : pairs) {
      for (Place place : List.of(place(each.from()), place(each.to()))) {
        wanted.computeIfAbsent(place.layer(), layer -> new ArrayList<>()).add(place.file());
      }
    }
    wanted.forEach(
        (layer, files) ->
            reading
                .fingerprints(layer, files)
                .forEach((file, text) -> known.put(new Place(layer, file), text)));
    Set<Place> open = new HashSet<>();
    for (FileComparison.Undecided each : pairs) {
      if (byFingerprint(each).isEmpty()) {
        open.add(place(each.from()));
        open.add(place(each.to()));
      }
    }
    List<Callable<Boolean>> steps = new ArrayList<>();
    open.forEach(each -> steps.add(() -> hash(each, open.size())));
    if (!steps.isEmpty()) {
      Concurrently.run(WIDTH, steps);
    }
  }

  private static Place place(Held held) {
    Descriptor layer = held.fileLayer();
    LayerEntry file = held.file();
    if (layer == null || file == null) {
      throw new IllegalArgumentException("no file: " + held.entry());
    }
    return new Place(layer, file);
  }

  /// Whether they are the same; nothing where that is not known.
  private Optional<Boolean> byFingerprint(FileComparison.Undecided pair) {
    @Nullable String first = known.get(place(pair.from()));
    @Nullable String second = known.get(place(pair.to()));
    return first == null || second == null || !scheme(first).equals(scheme(second))
        ? Optional.empty()
        : Optional.of(first.equals(second));
  }

  private static String scheme(String fingerprint) {
    return fingerprint.substring(0, Math.max(0, fingerprint.indexOf(':')));
  }

  /// In what they differ; nothing where they are the same.
  Optional<FileChange.Aspect> difference(FileComparison.Undecided pair) {
    Optional<Boolean> same = byFingerprint(pair);
    if (same.isEmpty()) {
      Digest first = hashes.get(place(pair.from()));
      Digest second = hashes.get(place(pair.to()));
      if (first == null || second == null) {
        return Optional.of(FileChange.Aspect.CONTENT_UNREAD);
      }
      same = Optional.of(first.equals(second));
    }
    return same.get() ? Optional.empty() : Optional.of(FileChange.Aspect.CONTENT);
  }

  private boolean hash(Place place, int total) throws InterruptedException {
    try (InputStream in = reading.open(place.layer(), place.file())) {
      hashes.put(place, hash(in, place.file().size()));
      progress.advance(
          Messages.of("comparing-files"), done.incrementAndGet(), total, Progress.Unit.ITEMS);
      return true;
    } catch (InterruptedIOException e) {
      Thread.interrupted();
      InterruptedException interrupted = new InterruptedException("it was cancelled");
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException e) {
      throw ImageConfig.lost(
          Messages.of("cannot-compare-with", reading.source(place.layer()).name()), e);
    } catch (MooringException e) {
      if (!reading.isShared(place.layer())) {
        throw e;
      }
      return false;
    }
  }

  private static Digest hash(InputStream in, long size) throws IOException, InterruptedException {
    MessageDigest hash = Digests.sha256();
    byte[] buffer = new byte[Math.clamp(size, 1, BUFFER)];
    for (long left = size; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("the layer ends in the middle of a file");
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("it was cancelled");
      }
      hash.update(buffer, 0, read);
      left -= read;
    }
    return Digests.finish(hash);
  }
}
