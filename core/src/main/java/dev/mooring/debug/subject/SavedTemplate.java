package dev.mooring.debug.subject;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A workload's template as it was before Mooring changed it, kept in an annotation of the
/// workload. Anybody who may change the workload can write one.
///
/// @param id of the change; the changed template's pods have it too
public record SavedTemplate(String id, Document template) {
  /// Of the workload, and with the id alone of its pods.
  public static final String KEY = "mooring.dev/debug-relaunch";

  /// Kubernetes allows 256 KiB for all annotations of an object.
  private static final int LARGEST = 200 * 1024;

  /// @return nothing where there is none, or none that can be read
  public static Optional<SavedTemplate> of(KubeObject workload) {
    String text = workload.annotations().getOrDefault(KEY, "");
    if (text.isEmpty() || text.length() > LARGEST) {
      return Optional.empty();
    }
    try {
      Document saved = Documents.json(text, workload.words());
      SavedTemplate all = new SavedTemplate(saved.at("id").textOrEmpty(), saved.at("template"));
      return all.template().at("spec", "containers").items().isEmpty()
          ? Optional.empty()
          : Optional.of(all);
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  /// @throws MooringException when it is too large to be kept
  public String text() {
    String text = Documents.json(Document.of(Map.of("id", id, "template", template)));
    if (text.length() > LARGEST) {
      throw new Problem(
              Code.DEBUG_NOT_POSSIBLE,
              Messages.of("cannot-keep-the-template"),
              Messages.of("it-is-too-large", LARGEST / 1024),
              new Remedy.Advice(Messages.of("debug-a-copy")))
          .raise();
    }
    return text;
  }

  public String hash() {
    return hash(template);
  }

  /// SHA-256 of a template whatever the order of its fields. What is null counts as absent.
  public static String hash(Document template) {
    try {
      byte[] text = Documents.json(Document.of(sorted(template))).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object sorted(Document value) {
    if (value.isMap()) {
      Map<String, Object> sorted = new TreeMap<>();
      value
          .entries()
          .forEach(
              (key, each) -> {
                if (!each.isNothing()) {
                  sorted.put(key, sorted(each));
                }
              });
      return sorted;
    }
    if (value.isList()) {
      return List.copyOf(value.stream().map(SavedTemplate::sorted).toList());
    }
    Object plain = value.plain();
    return plain == null ? "" : plain;
  }
}
