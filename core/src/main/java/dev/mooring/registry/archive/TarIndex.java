package dev.mooring.registry.archive;

import dev.mooring.document.Bounds;
import dev.mooring.registry.Region;
import dev.mooring.registry.tar.TarHeader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the files of a tar archive are. Nothing is ever unpacked.
///
/// Paths are normal, stay within the archive, and are bounded each and all together; links
/// lead to files of it, a few steps far. For one thread while it is read; not changed
/// afterwards.
public final class TarIndex {
  private static final int BLOCK = TarHeader.BLOCK;

  /// Those that say something of an index.
  private static final Set<String> RECORDS = Set.of("path", "linkpath", "size");

  private static final int MOST_ENTRIES = 100_000;
  private static final int LONGEST_HEADER = 1 << 20;
  private static final int MOST_LINKS = 8;

  /// In bytes, as Linux counts (PATH_MAX): nothing that was ever a file has a longer one.
  private static final int LONGEST_PATH = 4096;

  /// Of all paths and links: an archive of as many entries as there may be names blobs in
  /// less.
  private static final long MOST_PATHS = 16 << 20;

  private final Map<String, Region> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private long paths;

  private TarIndex() {}

  /// @throws dev.mooring.problem.MooringException when it is no tar archive, or a hostile one
  public static TarIndex read(FileChannel file) throws IOException {
    TarIndex index = new TarIndex();
    index.scan(new Region(file, 0, file.size()));
    return index;
  }

  private void scan(Region tar) throws IOException {
    long at = 0;
    int entries = 0;
    Map<String, String> next = new HashMap<>();
    while (at + BLOCK <= tar.size()) {
      byte[] header = tar.bytes(at, BLOCK);
      if (TarHeader.isZero(header)) {
        break;
      }
      if (!TarHeader.isValid(header)) {
        throw ArchiveProblems.damaged(fault(header, at));
      }
      if (++entries > MOST_ENTRIES) {
        throw ArchiveProblems.damaged(Messages.of("it-has-more-than-entries", MOST_ENTRIES));
      }
      char kind = TarHeader.kind(header);
      long size = TarHeader.size(header, Optional.ofNullable(next.get("size")));
      if (size < 0 || size > tar.size() - at - BLOCK) {
        throw ArchiveProblems.damaged(Messages.of("it-ends-in-the-middle-of"));
      }
      Region content = new Region(tar.file(), at + BLOCK, size);
      switch (kind) {
        case 'x' -> next.putAll(records(small(content)));
        case 'L' -> next.put("path", TarHeader.text(small(content)));
        case 'K' -> next.put("linkpath", TarHeader.text(small(content)));
        case 'g' -> {}
        default -> {
          add(kind, header, next, content);
          next.clear();
        }
      }
      at += BLOCK + TarHeader.padded(size);
    }
    if (entries == 0) {
      byte[] start = Arrays.copyOf(tar.bytes(0, BLOCK), BLOCK);
      throw ArchiveProblems.damaged(
          TarHeader.isZero(start) ? Messages.of("it-is-empty") : fault(start, 0));
    }
  }

  private void add(char kind, byte[] header, Map<String, String> next, Region content) {
    String name = bounded(next.getOrDefault("path", TarHeader.name(header)));
    String path =
        normal(name)
            .orElseThrow(
                () -> ArchiveProblems.damaged(Messages.of("a-file-in-it-points-outside", name)));
    String link = bounded(next.getOrDefault("linkpath", TarHeader.text(header, 157, 100)));
    files.remove(path);
    links.remove(path);
    switch (kind) {
      case '0', '\0', '7' -> files.put(path, content);
      case '1' -> links.put(path, "/" + link);
      case '2' -> links.put(path, link);
      default -> {}
    }
  }

  private String bounded(String path) {
    int length = path.getBytes(StandardCharsets.UTF_8).length;
    paths += length;
    if (length > LONGEST_PATH || paths > MOST_PATHS) {
      throw ArchiveProblems.damaged(Messages.of("its-paths-are-too-long", LONGEST_PATH));
    }
    return path;
  }

  /// Whether the archive names such a file.
  public boolean has(String path) {
    return files.containsKey(path) || links.containsKey(path);
  }

  /// A file; links are followed within the archive.
  ///
  /// @throws dev.mooring.problem.MooringException when a link leads out of the archive or in
  /// circles
  public Optional<Region> file(String path) {
    Optional<String> at = normal(path);
    if (at.isEmpty()) {
      throw ArchiveProblems.damaged(Messages.of("it-refers-to-a-file-outside", path));
    }
    String here = at.get();
    for (int i = 0; i < MOST_LINKS; i++) {
      String link = links.get(here);
      if (link == null) {
        return Optional.ofNullable(files.get(here));
      }
      here = target(here, link);
    }
    throw ArchiveProblems.damaged(Messages.of("its-links-go-in-circles-at", path));
  }

  /// A file that must be there and fit in memory.
  ///
  /// @throws dev.mooring.problem.MooringException when it is not there or too long
  public byte[] small(String path) throws IOException {
    Region region =
        file(path).orElseThrow(() -> ArchiveProblems.damaged(Messages.of("it-has-no-file", path)));
    if (region.size() > Bounds.CONTENT.bytes()) {
      throw ArchiveProblems.damaged(Messages.of("its-file-is-too-long", path));
    }
    return region.bytes();
  }

  private static String target(String from, String link) {
    // Hard links are kept with a slash in front: they name a path of the archive.
    String joined = link.startsWith("/") ? link.substring(1) : from + "/../" + link;
    return (link.startsWith("//") ? Optional.<String>empty() : normal(joined))
        .orElseThrow(
            () -> ArchiveProblems.damaged(Messages.of("a-link-in-it-points-outside", link)));
  }

  /// The path without "." and ".."; empty when it leads out.
  private static Optional<String> normal(String path) {
    if (path.startsWith("/") || path.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }

  private static byte[] small(Region header) throws IOException {
    if (header.size() > LONGEST_HEADER) {
      throw ArchiveProblems.damaged(Messages.of("a-header-in-it-is-too"));
    }
    return header.bytes();
  }

  private static Map<String, String> records(byte[] header) {
    return TarHeader.pax(header, RECORDS)
        .orElseThrow(() -> ArchiveProblems.damaged(Messages.of("a-header-in-it-is-damaged")));
  }

  private static String fault(byte[] header, long at) {
    if (at > 0) {
      return Messages.of("it-is-damaged-after-bytes", at);
    }
    return (header[0] & 0xff) == 0x1f && (header[1] & 0xff) == 0x8b
        ? Messages.of("it-is-compressed-unpack-it-with")
        : Messages.of("it-is-not-a-tar-file");
  }
}
