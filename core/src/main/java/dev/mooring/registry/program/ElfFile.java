package dev.mooring.registry.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The sections and segments of an ELF file, by few small reads (System V ABI, chapter 4 and 5).
///
/// Nothing in the file is trusted: counts, offsets and sizes are bounded before they are used.
public final class ElfFile {
  public static final int LARGEST_READ = 1 << 20;
  private static final int MOST_HEADERS = 4096;
  private static final int LARGEST_NAMES = 256 * 1024;
  private static final int PT_LOAD = 1;
  private static final int WRITABLE = 2;

  private final RandomBytes file;
  private final boolean wide;
  private final ByteOrder order;
  private final int machine;
  private final List<Part> sections;
  private final List<Part> segments;

  /// A named section, or a segment whose name is empty.
  record Part(String name, int type, int flags, long offset, long size) {}

  private ElfFile(
      RandomBytes file,
      boolean wide,
      ByteOrder order,
      int machine,
      List<Part> sections,
      List<Part> segments) {
    this.file = file;
    this.wide = wide;
    this.order = order;
    this.machine = machine;
    this.sections = sections;
    this.segments = segments;
  }

  /// @return nothing when it is no ELF file of a kind that runs on Linux nodes
  public static Optional<ElfFile> read(RandomBytes file) throws IOException, InterruptedException {
    byte[] start = file.read(0, 64);
    if (start.length < 52 || start[0] != 0x7f || start[1] != 'E' || start[2] != 'L') {
      return Optional.empty();
    }
    boolean wide = start[4] == 2;
    ByteOrder order = start[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    if (start[3] != 'F' || start[4] < 1 || start[4] > 2 || (wide && start.length < 64)) {
      return Optional.empty();
    }
    ByteBuffer head = ByteBuffer.wrap(start).order(order);
    ElfFile bare = new ElfFile(file, wide, order, head.getShort(18), List.of(), List.of());
    List<Part> segments =
        bare.segments(
            bare.address(head, wide ? 32 : 28),
            unsigned(head, wide ? 54 : 42),
            unsigned(head, wide ? 56 : 44));
    List<Part> sections =
        bare.sections(
            bare.address(head, wide ? 40 : 32),
            unsigned(head, wide ? 58 : 46),
            unsigned(head, wide ? 60 : 48),
            unsigned(head, wide ? 62 : 50));
    return Optional.of(new ElfFile(file, wide, order, head.getShort(18), sections, segments));
  }

  Optional<Part> section(String name) {
    return sections.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /// The first writable segment, where Go's linker puts build information if sections are gone.
  Optional<Part> writableSegment() {
    return segments.stream()
        .filter(s -> s.type() == PT_LOAD && (s.flags() & WRITABLE) != 0)
        .findFirst();
  }

  /// The beginning of a section or segment.
  byte[] bytes(Part part, int most) throws IOException, InterruptedException {
    return file.read(part.offset(), (int) Math.min(part.size(), Math.min(most, LARGEST_READ)));
  }

  /// In Go's words: "amd64".
  String architecture() {
    return switch (machine) {
      case 62 -> "amd64";
      case 183 -> "arm64";
      case 3 -> "386";
      case 40 -> "arm";
      case 21 -> order == ByteOrder.BIG_ENDIAN ? "ppc64" : "ppc64le";
      case 22 -> "s390x";
      case 243 -> "riscv64";
      default -> Messages.of("machine", machine);
    };
  }

  private List<Part> segments(long offset, int size, int count)
      throws IOException, InterruptedException {
    List<Part> parts = new ArrayList<>();
    for (ByteBuffer each : entries(offset, size, count, wide ? 56 : 32)) {
      parts.add(
          new Part(
              "",
              each.getInt(0),
              each.getInt(wide ? 4 : 24),
              address(each, wide ? 8 : 4),
              address(each, wide ? 32 : 16)));
    }
    return sane(parts);
  }

  private List<Part> sections(long offset, int size, int count, int namesAt)
      throws IOException, InterruptedException {
    List<ByteBuffer> headers = entries(offset, size, count, wide ? 64 : 40);
    if (namesAt >= headers.size()) {
      return List.of();
    }
    byte[] names = bytes(section(headers.get(namesAt), ""), LARGEST_NAMES);
    List<Part> parts = new ArrayList<>();
    for (ByteBuffer each : headers) {
      parts.add(section(each, name(names, each.getInt(0))));
    }
    return sane(parts);
  }

  private Part section(ByteBuffer header, String name) {
    return new Part(
        name,
        header.getInt(4),
        (int) address(header, 8),
        Math.max(0, address(header, wide ? 24 : 16)),
        Math.max(0, address(header, wide ? 32 : 20)));
  }

  private List<ByteBuffer> entries(long offset, int size, int count, int needed)
      throws IOException, InterruptedException {
    if (offset <= 0 || count == 0 || count > MOST_HEADERS || size < needed || size > 256) {
      return List.of();
    }
    byte[] table = file.read(offset, count * size);
    List<ByteBuffer> entries = new ArrayList<>();
    for (int at = 0; at + size <= table.length; at += size) {
      entries.add(ByteBuffer.wrap(table, at, size).slice().order(order));
    }
    return entries;
  }

  private static List<Part> sane(List<Part> parts) {
    return parts.stream().filter(p -> p.offset() >= 0 && p.size() >= 0).toList();
  }

  private static String name(byte[] names, int at) {
    if (at < 0 || at >= names.length) {
      return "";
    }
    int end = at;
    while (end < names.length && names[end] != 0 && end - at < 256) {
      end++;
    }
    return new String(names, at, end - at, StandardCharsets.UTF_8);
  }

  private long address(ByteBuffer buffer, int at) {
    return wide ? buffer.getLong(at) : Integer.toUnsignedLong(buffer.getInt(at));
  }

  private static int unsigned(ByteBuffer buffer, int at) {
    return Short.toUnsignedInt(buffer.getShort(at));
  }
}
