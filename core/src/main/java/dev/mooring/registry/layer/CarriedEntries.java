package dev.mooring.registry.layer;

import dev.mooring.registry.layer.table.CarriedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes entries of what a table says that a layer carries. Names are judged as those of a tar are,
/// and bounded as those are.
final class CarriedEntries {
  private final List<LayerEntry> entries = new ArrayList<>();
  private long names;
  private int leftOut;

  /// Where the content of a file is.
  @FunctionalInterface
  interface Offset {
    long of(CarriedFile file) throws IOException;
  }

  /// @param offset asked of files that aren't left out, in their order
  /// @throws IOException when it is more than a layer can have
  void add(CarriedFile file, Offset offset) throws IOException {
    LayerEntry.Kind kind = kind(file);
    String path = LayerPath.normal(file.name()).orElse(null);
    String link = kind == null ? null : link(kind, file.link());
    if (kind == null || path == null || link == null) {
      leftOut++;
      return;
    }
    Attributes attributes = attributes(file.attributes());
    names += path.length() + link.length() + attributes.length();
    if (entries.size() == LayerTar.MOST_ENTRIES || names > LayerTar.MOST_NAMES) {
      throw new IOException("the table lists more than a layer can hold");
    }
    boolean content = kind == LayerEntry.Kind.FILE;
    entries.add(
        new LayerEntry(
            path,
            kind,
            content ? file.size() : 0,
            file.mode(),
            file.uid(),
            file.gid(),
            file.modified(),
            link,
            content ? offset.of(file) : 0,
            attributes));
  }

  /// @param unpacked bytes of the tar
  LayerTable table(long unpacked) {
    return new LayerTable(entries, unpacked, leftOut);
  }

  private static LayerEntry.@Nullable Kind kind(CarriedFile file) {
    return switch (file.type()) {
      case "reg" -> file.name().endsWith("/") ? LayerEntry.Kind.DIRECTORY : LayerEntry.Kind.FILE;
      case "dir" -> LayerEntry.Kind.DIRECTORY;
      case "symlink" -> LayerEntry.Kind.SYMBOLIC_LINK;
      case "hardlink" -> LayerEntry.Kind.HARD_LINK;
      case "char" -> LayerEntry.Kind.CHARACTER_DEVICE;
      case "block" -> LayerEntry.Kind.BLOCK_DEVICE;
      case "fifo" -> LayerEntry.Kind.FIFO;
      default -> null;
    };
  }

  private static @Nullable String link(LayerEntry.Kind kind, String said) {
    return switch (kind) {
      case HARD_LINK -> LayerPath.normal(said).orElse(null);
      case SYMBOLIC_LINK -> LayerPath.isLink(said) ? said : null;
      default -> "";
    };
  }

  private static Attributes attributes(Map<String, String> said) throws IOException {
    PaxRecords records = new PaxRecords();
    try {
      for (Map.Entry<String, String> each : new TreeMap<>(said).entrySet()) {
        records.attribute(each.getKey(), Base64.getDecoder().decode(each.getValue()));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("the table has invalid attributes", e);
    }
    return records.attributes();
  }
}
