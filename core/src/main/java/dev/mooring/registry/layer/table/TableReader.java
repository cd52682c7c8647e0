package dev.mooring.registry.layer.table;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.layer.table.CarriedFile.Chunk;
import dev.mooring.registry.layer.table.TablePlace.Kind;
import dev.mooring.registry.tar.TarHeader;
import dev.mooring.registry.transfer.ResumedInput;
import dev.mooring.registry.zstd.ZstdInput;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Reads the table of a layer by one request or two, and believes it only when it has its digest.
///
/// What it may hold is bounded before it is believed. Blocking; an interrupt ends it with an
/// [java.io.InterruptedIOException] and stays.
public final class TableReader {
  private static final long MOST_UNPACKED = 256L << 20;
  private static final int MOST_WINDOW = 32 << 20;

  /// The last bytes of an eStargz: an empty gzip member, whose extra field has the table's place.
  private static final int FOOTER = 51;

  private static final Pattern FOOTER_FIELD = Pattern.compile("SG\\x16\\x00([0-9a-f]{16})STARGZ");
  private static final String OWN_NAME = "stargz.index.json";
  private static final int PIECE = 1 << 20;

  private final ImageSource source;
  private final Descriptor layer;
  private final Duration pause;
  private final Function<IOException, MooringException> lost;

  /// @param pause after a loss of the connection; doubles
  /// @param lost what the last of too many losses means
  public TableReader(
      ImageSource source,
      Descriptor layer,
      Duration pause,
      Function<IOException, MooringException> lost) {
    this.source = source;
    this.layer = layer;
    this.pause = pause;
    this.lost = lost;
  }

  /// @throws IOException when there is no such table, or it hasn't its digest
  /// @throws MooringException when the connection broke too often
  public CarriedTable read(TablePlace place) throws IOException {
    return switch (place.kind()) {
      case CHUNKED -> chunked(place);
      case ESTARGZ -> estargz(place);
      case SOCI -> throw new IOException("that table isn't in the layer");
    };
  }

  private CarriedTable chunked(TablePlace place) throws IOException {
    byte[] packed = bytes(place.offset(), place.length());
    demand(Digests.of(packed).equals(place.digest()));
    try (InputStream json =
        new Bounded(new ZstdInput(new ByteArrayInputStream(packed), MOST_WINDOW), MOST_UNPACKED)) {
      return new CarriedTable(
          Kind.CHUNKED, TableEntries.read(json), List.of(), place.offset(), place.unpacked());
    }
  }

  private CarriedTable estargz(TablePlace place) throws IOException {
    demand(layer.size() > FOOTER);
    long end = layer.size() - FOOTER;
    String footer = new String(bytes(end, FOOTER), StandardCharsets.ISO_8859_1);
    Matcher field = FOOTER_FIELD.matcher(footer);
    demand(field.find());
    // Sixteen digits may be more than a long has.
    long offset = Long.parseUnsignedLong(field.group(1), 16);
    demand(offset > 0 && offset < end && end - offset <= TablePlace.MOST_PACKED);
    byte[] packed = bytes(offset, end - offset);
    // Its digest is known when all is unpacked, so that it's unpacked twice: once to be believed.
    CarriedFile own;
    try (InputStream tar = unpacked(packed)) {
      own = own(tar, offset, place.digest());
    }
    try (InputStream tar = unpacked(packed)) {
      tar.skipNBytes(TarHeader.BLOCK);
      try (InputStream json = new Bounded(tar, own.size())) {
        return new CarriedTable(
            Kind.ESTARGZ, TableEntries.read(json), List.of(own), offset, place.unpacked());
      }
    }
  }

  private static InputStream unpacked(byte[] packed) throws IOException {
    return new Bounded(
        new GZIPInputStream(new ByteArrayInputStream(packed), 1 << 16), MOST_UNPACKED);
  }

  /// The file that the table itself is, once it turns out to have its digest.
  private static CarriedFile own(InputStream tar, long offset, Digest digest) throws IOException {
    byte[] header = tar.readNBytes(TarHeader.BLOCK);
    demand(header.length == TarHeader.BLOCK && TarHeader.isValid(header));
    demand(TarHeader.kind(header) == '0' && TarHeader.name(header).equals(OWN_NAME));
    long size = TarHeader.size(header, Optional.empty());
    demand(size > 0 && size <= MOST_UNPACKED);
    MessageDigest whole = Digests.sha256();
    List<Chunk> chunks = new ArrayList<>();
    for (long at = 0; at < size; at += PIECE) {
      byte[] piece = tar.readNBytes((int) Math.min(PIECE, size - at));
      demand(piece.length == Math.min(PIECE, size - at));
      whole.update(piece);
      chunks.add(new Chunk(offset, TarHeader.BLOCK + at, piece.length, Digests.of(piece)));
    }
    demand(Digests.finish(whole).equals(digest));
    return new CarriedFile(
        "reg",
        OWN_NAME,
        "",
        size,
        (int) Math.max(0, TarHeader.number(header, 100, 8)) & 07777,
        Math.max(0, TarHeader.number(header, 108, 8)),
        Math.max(0, TarHeader.number(header, 116, 8)),
        Math.max(0, TarHeader.number(header, 136, 12)),
        Map.of(),
        chunks);
  }

  private byte[] bytes(long from, long length) throws IOException {
    try (InputStream in = new ResumedInput(source, layer, from, from + length, pause, lost)) {
      byte[] bytes = in.readNBytes((int) length);
      if (bytes.length < length) {
        throw new EOFException("the layer is shorter than it says");
      }
      return bytes;
    }
  }

  private static void demand(boolean right) throws IOException {
    if (!right) {
      throw new IOException("no table of a layer");
    }
  }
}
