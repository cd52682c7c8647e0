package dev.mooring.registry.diff;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Compares what describes two images: index, manifest, configuration, history.
///
/// https://github.com/opencontainers/image-spec/blob/main/config.md
final class Fields {
  /// What an image runs on.
  private static final List<String> PLATFORM =
      List.of("architecture", "os", "variant", "os.version", "os.features");

  /// Left by builds of Docker before BuildKit, which no runtime looks at.
  private static final Set<String> LEFT_OVER =
      Set.of("Hostname", "Domainname", "Image", "AttachStdin", "AttachStdout", "AttachStderr");

  private static final Set<String> APART = Set.of("config", "history", "rootfs");

  private final boolean strict;
  private final List<FieldChange> changes = new ArrayList<>();

  Fields(Question question) {
    strict = question.strict();
  }

  List<FieldChange> changes() {
    return changes;
  }

  void index(Manifest from, Manifest to) {
    texts(FieldChange.Part.INDEX, "platforms", platforms(from), platforms(to));
    if (strict) {
      texts(FieldChange.Part.INDEX, "digest", digest(from), digest(to));
      map(FieldChange.Part.INDEX, "annotations", at(from, "annotations"), at(to, "annotations"));
    }
  }

  private static Document at(Manifest manifest, String field) {
    return manifest.isIndex() ? manifest.document().at(field) : Document.nothing();
  }

  private static String digest(Manifest index) {
    return index.isIndex() ? index.digest().text() : "";
  }

  /// Empty where either is a single image: an index of one is no other image.
  private static String platforms(Manifest index) {
    return index.isIndex()
        ? String.join(
            ", ",
            index.children().stream()
                .filter(each -> !each.isArtifact())
                .map(Descriptor::platform)
                .map(Platform::toString)
                .distinct()
                .sorted()
                .toList())
        : "";
  }

  void manifest(Manifest from, Manifest to) {
    Document first = from.document();
    Document second = to.document();
    map(
        FieldChange.Part.MANIFEST,
        "annotations",
        first.at("annotations"),
        second.at("annotations"));
    one(FieldChange.Part.MANIFEST, "artifactType", first, second);
    if (strict) {
      texts(FieldChange.Part.MANIFEST, "digest", from.digest().text(), to.digest().text());
      texts(FieldChange.Part.MANIFEST, "mediaType", from.mediaType(), to.mediaType());
      one(FieldChange.Part.MANIFEST, "subject", first, second);
      texts(
          FieldChange.Part.MANIFEST,
          "config.digest",
          first.at("config", "digest").textOrEmpty(),
          second.at("config", "digest").textOrEmpty());
    }
  }

  void config(Document from, Document to) {
    PLATFORM.forEach(each -> one(FieldChange.Part.CONFIG, each, from, to));
    settings(from.at("config"), to.at("config"));
    if (strict) {
      Set<String> names = new TreeSet<>(from.entries().keySet());
      names.addAll(to.entries().keySet());
      names.removeAll(PLATFORM);
      names.removeAll(APART);
      names.forEach(each -> one(FieldChange.Part.CONFIG, each, from, to));
      history(from.at("history").items(), to.at("history").items());
    }
  }

  private void settings(Document from, Document to) {
    Set<String> names = new TreeSet<>(from.entries().keySet());
    names.addAll(to.entries().keySet());
    for (String name : names) {
      if (!strict && LEFT_OVER.contains(name)) {
        continue;
      }
      Document first = from.at(name);
      Document second = to.at(name);
      if (name.equals("Env")) {
        map(FieldChange.Part.CONFIG, name, variables(first), variables(second));
      } else if (first.isMap() || second.isMap()) {
        map(FieldChange.Part.CONFIG, name, first, second);
      } else {
        one(FieldChange.Part.CONFIG, name, from, to);
      }
    }
  }

  private static Document variables(Document environment) {
    Map<String, Object> variables = new LinkedHashMap<>();
    for (String each : environment.texts()) {
      String[] parts = each.split("=", 2);
      variables.put(parts[0], parts.length > 1 ? parts[1] : "");
    }
    return Document.of(variables);
  }

  private void history(List<Document> from, List<Document> to) {
    for (int i = 0; i < Math.max(from.size(), to.size()); i++) {
      Document first = i < from.size() ? from.get(i) : Document.nothing();
      Document second = i < to.size() ? to.get(i) : Document.nothing();
      texts(FieldChange.Part.HISTORY, "history " + (i + 1), text(first), text(second));
    }
  }

  /// An entry that is there with nothing in it, as ports and volumes are, reads as `{}`.
  private void map(FieldChange.Part part, String name, Document from, Document to) {
    Set<String> keys = new TreeSet<>(from.entries().keySet());
    keys.addAll(to.entries().keySet());
    for (String key : keys) {
      if (strict || !Volatile.label(key)) {
        texts(part, name + "." + key, text(from.at(key)), text(to.at(key)));
      }
    }
  }

  private void one(FieldChange.Part part, String name, Document from, Document to) {
    texts(part, name, said(from.at(name)), said(to.at(name)));
  }

  /// What is empty and what is absent mean the same.
  private static String said(Document value) {
    boolean empty =
        (value.isList() && value.items().isEmpty())
            || (value.isMap() && value.entries().isEmpty())
            || Boolean.FALSE.equals(value.plain());
    return empty ? "" : text(value);
  }

  private static String text(Document value) {
    if (value.isNothing()) {
      return "";
    }
    return value.isMap() || value.isList() ? Documents.json(value).strip() : value.textOrEmpty();
  }

  private void texts(FieldChange.Part part, String name, String from, String to) {
    if (!from.equals(to) && !(part == FieldChange.Part.INDEX && (from.isEmpty() || to.isEmpty()))) {
      changes.add(new FieldChange(part, name, from, to));
    }
  }

  /// Which layers stand where, and whether their archives have another order.
  void layers(List<Descriptor> from, List<Descriptor> to) {
    for (int i = 0; strict && i < Math.max(from.size(), to.size()); i++) {
      texts(
          FieldChange.Part.LAYERS,
          "layer " + (i + 1),
          i < from.size() ? from.get(i).digest().text() : "",
          i < to.size() ? to.get(i).digest().text() : "");
    }
  }

  void add(FieldChange change) {
    changes.add(change);
  }
}
