package dev.mooring.desktop.terminal;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.diff.FieldChange;
import dev.mooring.registry.diff.FileChange;
import dev.mooring.registry.diff.ImageDifference;
import dev.mooring.registry.diff.PackageChange;
import dev.mooring.registry.diff.Question;
import dev.mooring.registry.layer.LayerEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// In what two images differ, for scripts: everything, without bounds.
record DifferenceJson(ImageDifference difference) {

  Map<String, Object> of(ImageOperand from, ImageOperand to, Question question) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("from", from.json());
    json.put("to", to.json());
    json.put("mode", word(question.mode()));
    json.put("verdict", word(difference.verdict()));
    json.put("fields", difference.fields().stream().map(DifferenceJson::field).toList());
    Map<String, Object> layers = new LinkedHashMap<>();
    layers.put("shared", layers(difference.shared()));
    layers.put("from", layers(difference.fromOnly()));
    layers.put("to", layers(difference.toOnly()));
    json.put("layers", layers);
    json.put("packages", difference.packages().stream().map(DifferenceJson::pack).toList());
    json.put("files", difference.files().stream().map(DifferenceJson::file).toList());
    json.put("ignored", difference.ignored());
    json.put("unreadBytes", difference.unread());
    json.put("notes", difference.notes());
    return json;
  }

  private static Map<String, Object> field(FieldChange change) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("part", word(change.part()));
    json.put("name", change.name());
    json.put("from", change.from());
    json.put("to", change.to());
    return json;
  }

  private static List<Map<String, Object>> layers(List<Descriptor> layers) {
    return layers.stream().map(DifferenceJson::layer).toList();
  }

  private static Map<String, Object> layer(Descriptor layer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("digest", layer.digest().text());
    json.put("mediaType", layer.mediaType());
    json.put("size", layer.size());
    return json;
  }

  private static Map<String, Object> pack(PackageChange change) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", change.kind().id());
    json.put("name", change.name());
    json.put("architecture", change.architecture());
    if (!change.program().isEmpty()) {
      json.put("program", change.program());
    }
    json.put("from", change.from());
    json.put("to", change.to());
    return json;
  }

  private static Map<String, Object> file(FileChange change) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("change", word(change.kind()));
    json.put("path", "/" + change.path());
    json.put("aspects", change.aspects().stream().sorted().map(DifferenceJson::word).toList());
    change.from().ifPresent(each -> json.put("from", entry(each)));
    change.to().ifPresent(each -> json.put("to", entry(each)));
    if (!change.lines().isEmpty()) {
      json.put("diff", change.lines());
    }
    return json;
  }

  private static Map<String, Object> entry(LayerEntry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", word(entry.kind()));
    json.put("size", entry.size());
    json.put("mode", String.format(Locale.ROOT, "%04o", entry.mode()));
    json.put("uid", entry.uid());
    json.put("gid", entry.gid());
    json.put("modified", modified(entry));
    if (!entry.link().isEmpty()) {
      json.put("link", isHard(entry) ? "/" + entry.link() : entry.link());
    }
    if (!entry.attributes().values().isEmpty()) {
      json.put("xattrs", entry.attributes().values());
    }
    return json;
  }

  private static boolean isHard(LayerEntry entry) {
    return entry.kind() == LayerEntry.Kind.HARD_LINK;
  }

  private static String modified(LayerEntry entry) {
    return Instant.ofEpochSecond(
            Math.clamp(
                entry.modified(), Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()))
        .toString();
  }

  /// "WRITTEN_BY_FIRST" as "written-by-first".
  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
