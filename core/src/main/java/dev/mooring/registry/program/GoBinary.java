package dev.mooring.registry.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a program file says about how Go built it (cmd/go's build information, debug/buildinfo).
///
/// @param goVersion "go1.26.8"; empty for programs of Go before 1.18, which write it otherwise
/// @param mainPackage import path of the program
/// @param mainModule module path; empty outside modules
/// @param settings the `build` lines: "-gcflags", "GOARCH", "vcs.revision"
/// @param architecture in Go's words
/// @param dwarf 0 when there is none, else 4 (or older) or 5
/// @param modules the main one first, then those it needs; none outside modules
public record GoBinary(
    String goVersion,
    String mainPackage,
    String mainModule,
    Map<String, String> settings,
    String architecture,
    int dwarf,
    List<GoModule> modules) {
  private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1);
  private static final int HEADER = 32;
  private static final int SEARCHED = 64 * 1024;
  private static final int LONGEST_VERSION = 256;
  private static final int SENTINEL = 16;
  private static final int MOST_SETTINGS = 200;

  public GoBinary {
    settings = Map.copyOf(settings);
    modules = List.copyOf(modules);
  }

  /// @return nothing when it is no Go program
  public static Optional<GoBinary> read(RandomBytes file) throws IOException, InterruptedException {
    Optional<ElfFile> elf = ElfFile.read(file);
    if (elf.isEmpty()) {
      return Optional.empty();
    }
    Optional<ElfFile.Part> section = elf.get().section(".go.buildinfo");
    Optional<ElfFile.Part> place = section.or(elf.get()::writableSegment);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes =
        elf.get().bytes(place.get(), section.isPresent() ? ElfFile.LARGEST_READ : SEARCHED);
    int start = find(bytes);
    return start < 0 ? Optional.empty() : Optional.of(parse(bytes, start, elf.get()));
  }

  boolean optimised() {
    String flags = settings.getOrDefault("-gcflags", "");
    return !(flags.contains("-N") && flags.contains("-l"));
  }

  boolean trimmedPaths() {
    return "true".equals(settings.get("-trimpath"));
  }

  /// "Go 1.26.8, DWARF 5, optimized".
  public String words() {
    List<String> words = new ArrayList<>();
    words.add(
        goVersion.isEmpty()
            ? Messages.of("go-before-1-18")
            : "Go " + goVersion.replaceFirst("^go", ""));
    words.add(dwarf == 0 ? Messages.of("no-debug-information") : "DWARF " + dwarf);
    words.add(optimised() ? Messages.of("optimized") : Messages.of("not-optimized"));
    if (trimmedPaths()) {
      words.add("-trimpath");
    }
    return String.join(", ", words);
  }

  private static GoBinary parse(byte[] bytes, int start, ElfFile elf) {
    String version = "";
    String info = "";
    boolean inline = bytes.length >= start + HEADER && (bytes[start + 15] & 2) != 0;
    if (inline) {
      Span first = text(bytes, start + HEADER, LONGEST_VERSION);
      version = string(bytes, first);
      Span lines = text(bytes, first.to(), ElfFile.LARGEST_READ);
      // The linker puts 16 random bytes on each side so that the text can be found in memory.
      Span inner = new Span(lines.from() + SENTINEL, lines.to() - SENTINEL);
      if (inner.from() < inner.to() && bytes[inner.to() - 1] == '\n') {
        info = string(bytes, inner);
      }
    }
    Map<String, String> settings = new LinkedHashMap<>();
    String mainPackage = "";
    String mainModule = "";
    for (String line : info.lines().toList()) {
      String[] words = line.split("\t", -1);
      if (words.length > 1) {
        switch (words[0]) {
          case "path" -> mainPackage = words[1];
          case "mod" -> mainModule = words[1];
          case "build" -> setting(words[1], settings);
          default -> {
            // modules, which GoModule reads
          }
        }
      }
    }
    return new GoBinary(
        version.split(" ", 2)[0],
        mainPackage,
        mainModule,
        settings,
        elf.architecture(),
        dwarf(elf),
        GoModule.read(info));
  }

  private static void setting(String text, Map<String, String> settings) {
    int equals = text.indexOf('=');
    if (equals > 0 && settings.size() < MOST_SETTINGS) {
      String value = text.substring(equals + 1);
      boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
      settings.put(
          text.substring(0, equals), quoted ? value.substring(1, value.length() - 1) : value);
    }
  }

  private static int dwarf(ElfFile elf) {
    if (has(elf, "info") && (has(elf, "addr") || has(elf, "rnglists") || has(elf, "loclists"))) {
      return 5;
    }
    return has(elf, "info") ? 4 : 0;
  }

  private static boolean has(ElfFile elf, String part) {
    return elf.section(".debug_" + part).filter(s -> s.size() > 0).isPresent()
        || elf.section(".zdebug_" + part).filter(s -> s.size() > 0).isPresent();
  }

  private static String string(byte[] bytes, Span span) {
    return new String(bytes, span.from(), span.to() - span.from(), StandardCharsets.UTF_8);
  }

  private static int find(byte[] bytes) {
    for (int at = 0; at + HEADER <= bytes.length; at += SENTINEL) {
      if (Arrays.equals(bytes, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)) {
        return at;
      }
    }
    return -1;
  }

  private record Span(int from, int to) {}

  /// A string with its length before it as an unsigned varint; empty when that cannot be.
  private static Span text(byte[] bytes, int start, int longest) {
    long length = 0;
    int at = start;
    for (int shift = 0; at < bytes.length && shift < 35; shift += 7) {
      byte each = bytes[at++];
      length |= (long) (each & 0x7f) << shift;
      if (each >= 0) {
        boolean fits = length <= longest && length <= bytes.length - at;
        return fits ? new Span(at, at + (int) length) : new Span(bytes.length, bytes.length);
      }
    }
    return new Span(bytes.length, bytes.length);
  }
}
