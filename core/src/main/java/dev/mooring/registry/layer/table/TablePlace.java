package dev.mooring.registry.layer.table;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the table of a layer is and what digest it has, as the annotations in the manifest say.
///
/// @param offset in the blob, and
/// @param length of what is packed there; 0 where the layer's footer says it (eStargz), or
/// where the table is beside the layer (SOCI)
/// @param digest of the packed table (zstd:chunked), of the unpacked one (eStargz), or of the index
/// that names it by its own (SOCI)
/// @param unpacked bytes of the layer's tar; 0 where it isn't said
public record TablePlace(Kind kind, long offset, long length, Digest digest, long unpacked) {

  /// https://github.com/containers/storage/blob/main/docs/containers-storage-zstd-chunked.md,
  /// https://github.com/containerd/stargz-snapshotter/blob/main/docs/estargz.md, and
  /// https://github.com/awslabs/soci-snapshotter/blob/main/docs/soci-index-manifest-v2.md
  public enum Kind {
    CHUNKED,
    ESTARGZ,
    SOCI
  }

  /// What a table takes at most, packed.
  static final int MOST_PACKED = 32 << 20;

  private static final List<String> CHUNKED =
      List.of("io.github.containers.zstd-chunked.", "io.containers.zstd-chunked.");
  private static final String ESTARGZ = "containerd.io/snapshot/stargz/toc.digest";
  private static final String ESTARGZ_SIZE = "io.containers.estargz.uncompressed-size";
  private static final Pattern POSITION =
      Pattern.compile("([0-9]{1,18}):([0-9]{1,18}):([0-9]{1,18}):1");

  /// The table that a layer has. Nothing where the manifest names none, where what it says of it
  /// makes no sense, or where it names two that aren't the same: then none can be believed.
  public static Optional<TablePlace> of(Descriptor layer) {
    Map<String, String> said = layer.raw().at("annotations").strings();
    List<Optional<TablePlace>> all = new ArrayList<>();
    for (String prefix : CHUNKED) {
      String position = said.get(prefix + "manifest-position");
      String digest = said.get(prefix + "manifest-checksum");
      if (position != null || digest != null) {
        all.add(chunked(layer, position, digest));
      }
    }
    String stargz = said.get(ESTARGZ);
    if (stargz != null) {
      long size = number(said.getOrDefault(ESTARGZ_SIZE, ""));
      all.add(Digests.read(stargz).map(digest -> new TablePlace(Kind.ESTARGZ, 0, 0, digest, size)));
    }
    String soci = said.get(Manifest.SOCI_INDEX);
    // It's said of all layers of the image, and can list those in gzip alone.
    if (soci != null && layer.mediaType().endsWith("gzip")) {
      all.add(Digests.read(soci).map(digest -> new TablePlace(Kind.SOCI, 0, 0, digest, 0)));
    }
    return all.isEmpty() || all.stream().distinct().count() > 1 ? Optional.empty() : all.getFirst();
  }

  private static Optional<TablePlace> chunked(
      Descriptor layer, @Nullable String position, @Nullable String digest) {
    Matcher parts = POSITION.matcher(Objects.requireNonNullElse(position, ""));
    Optional<Digest> table = Digests.read(Objects.requireNonNullElse(digest, ""));
    if (!parts.matches() || table.isEmpty()) {
      return Optional.empty();
    }
    long offset = Long.parseLong(parts.group(1));
    long length = Long.parseLong(parts.group(2));
    boolean within = length > 0 && length <= MOST_PACKED && offset <= layer.size() - length;
    return table
        .filter(each -> within)
        .map(each -> new TablePlace(Kind.CHUNKED, offset, length, each, 0));
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
  }

  /// A name for what is known of the layer by this table: the layer's digest alone isn't one, as
  /// each manifest may name another table of it.
  public Digest of(Digest layer) {
    return Digests.of((layer + " " + this).getBytes(StandardCharsets.UTF_8));
  }
}
