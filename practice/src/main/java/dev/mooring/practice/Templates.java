package dev.mooring.practice;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The YAML files beside this class.
final class Templates {
  private Templates() {}

  /// @param values by the words that stand for them, such as `$NAME`
  static List<Document> read(String name, Map<String, String> values) {
    try (InputStream in = Templates.class.getResourceAsStream(name + ".yaml")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> each : values.entrySet()) {
        text = text.replace(each.getKey(), each.getValue());
      }
      return Documents.yaml(text, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
