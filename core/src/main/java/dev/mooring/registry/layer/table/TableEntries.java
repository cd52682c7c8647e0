package dev.mooring.registry.layer.table;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Digests;
import dev.mooring.registry.layer.table.CarriedFile.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/// Reads the entries of a table, which both kinds write in one way: the JSON of CRFS. It is read as
/// it comes, and what is not as it has to be makes the whole of no use.
final class TableEntries {
  /// As many as a layer may have.
  private static final int MOST_FILES = 500_000;

  private static final int MOST_ENTRIES = 2_000_000;

  /// Of one file, all of which is in memory before any is handed on.
  private static final int LARGEST_CHUNK = 16 << 20;

  /// How much has to be unpacked for nothing.
  private static final long MOST_INNER = 64 << 20;

  private static final Bounds BOUNDS = new Bounds(1 << 20, 8, 20_000, 1 << 18);
  private final List<CarriedFile> files = new ArrayList<>();
  private final List<Chunk> chunks = new ArrayList<>();
  private Document file = Document.nothing();
  private long size;
  private long covered;

  private TableEntries() {}

  static List<CarriedFile> read(InputStream json) throws IOException {
    TableEntries entries = new TableEntries();
    try {
      Documents.items(json, BOUNDS, "entries", MOST_ENTRIES, entries::add);
      entries.end();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return entries.files;
  }

  private void add(Document entry) {
    if (text(entry, "type").equals("chunk")) {
      demand(size > 0);
    } else {
      end();
      file = entry;
      size = text(entry, "type").equals("reg") ? number(entry, "size") : 0;
      covered = 0;
      chunks.clear();
    }
    if (size > 0) {
      chunk(entry);
    }
  }

  private void chunk(Document entry) {
    demand(number(entry, "chunkOffset") == covered);
    long said = number(entry, "chunkSize");
    long length = said == 0 ? size - covered : said;
    demand(length > 0 && length <= LARGEST_CHUNK && length <= size - covered);
    long offset = number(entry, "offset");
    long inner = number(entry, "innerOffset");
    demand(offset > 0 && inner <= MOST_INNER);
    String digest = text(entry, "chunkDigest");
    // A file of one chunk may have its digest alone.
    if (digest.isEmpty() && covered == 0 && length == size) {
      digest = text(entry, "digest");
    }
    chunks.add(
        new Chunk(
            offset, inner, (int) length, Digests.read(digest).orElseThrow(TableEntries::wrong)));
    covered += length;
  }

  private void end() {
    if (file.isNothing()) {
      return;
    }
    demand(covered == size);
    demand(files.size() < MOST_FILES);
    files.add(
        new CarriedFile(
            text(file, "type"),
            text(file, "name"),
            text(file, "linkName"),
            size,
            (int) (number(file, "mode") & 07777),
            number(file, "uid"),
            number(file, "gid"),
            time(text(file, "modtime")),
            file.at("xattrs").strings(),
            chunks));
  }

  private static String text(Document entry, String name) {
    return entry.at(name).textOrEmpty();
  }

  private static long number(Document entry, String name) {
    long number = entry.at(name).isNothing() ? 0 : entry.at(name).integer().orElse(-1L);
    demand(number >= 0);
    return number;
  }

  private static long time(String text) {
    try {
      return text.isEmpty() ? 0 : OffsetDateTime.parse(text).toEpochSecond();
    } catch (DateTimeException e) {
      throw wrong();
    }
  }

  private static void demand(boolean right) {
    if (!right) {
      throw wrong();
    }
  }

  private static UncheckedIOException wrong() {
    return new UncheckedIOException(new IOException("no table of a layer"));
  }
}
