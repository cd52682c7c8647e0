package dev.mooring.registry.layer.soci;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.layer.table.TablePlace;
import dev.mooring.registry.transfer.ResumedInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// Reads the zTOC of a layer: the image's manifest names the SOCI index by its digest, which names
/// the zTOC by its own, so that each is believed only when it has it.
///
/// That is a SOCI index of version 2. One of version 1 names its image and not the other way round,
/// so that anybody who may push can add one: none is looked for, and none is taken.
///
/// Blocking; an interrupt ends it with an [java.io.InterruptedIOException] and stays, or is thrown.
///
/// https://github.com/awslabs/soci-snapshotter/blob/main/docs/soci-index-manifest-v2.md
public final class ZtocReader {
  private static final String INDEX = "application/vnd.amazon.soci.index.v2+json";
  private static final String ZTOC = "application/octet-stream";
  private static final String LAYER = "com.amazon.soci.image-layer-digest";
  private static final int LARGEST = 32 << 20;

  private final ImageSource source;
  private final Duration pause;
  private final Function<IOException, MooringException> lost;

  /// @param pause after a loss of the connection; doubles
  /// @param lost what the last of too many losses means
  public ZtocReader(
      ImageSource source, Duration pause, Function<IOException, MooringException> lost) {
    this.source = source;
    this.pause = pause;
    this.lost = lost;
  }

  /// @throws IOException when there is no zTOC of the layer, two that aren't the same, or one that
  /// hasn't its digest
  public Ztoc read(TablePlace place, Descriptor layer) throws IOException, InterruptedException {
    try {
      return ZtocFormat.read(bytes(ztoc(place.digest(), layer)), layer.size());
    } catch (MooringException e) {
      // Images are copied without what belongs to them.
      throw new IOException("the zTOC can't be read", e);
    }
  }

  private Descriptor ztoc(Digest index, Descriptor layer) throws IOException, InterruptedException {
    Manifest found = source.find(index.text()).orElseThrow(ZtocReader::none);
    demand(found.digest().equals(index));
    demand(found.hasConfig() && found.config().mediaType().equals(INDEX));
    List<Descriptor> ztocs =
        found.layers().stream()
            .filter(each -> each.mediaType().equals(ZTOC))
            .filter(each -> of(each).equals(layer.digest().text()))
            .toList();
    demand(ztocs.stream().map(Descriptor::digest).distinct().count() == 1);
    return ztocs.getFirst();
  }

  private static String of(Descriptor ztoc) {
    return ztoc.raw().at("annotations", LAYER).textOrEmpty();
  }

  private byte[] bytes(Descriptor ztoc) throws IOException {
    demand(ztoc.size() > 0 && ztoc.size() <= LARGEST);
    try (InputStream in = new ResumedInput(source, ztoc, 0, ztoc.size(), pause, lost)) {
      byte[] bytes = in.readNBytes((int) ztoc.size());
      if (bytes.length < ztoc.size()) {
        throw new EOFException("the zTOC is shorter than its index says");
      }
      demand(Digests.of(bytes).equals(ztoc.digest()));
      return bytes;
    }
  }

  private static void demand(boolean right) throws IOException {
    if (!right) {
      throw none();
    }
  }

  private static IOException none() {
    return new IOException("no zTOC of the layer");
  }
}
