package dev.mooring.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import org.yaml.snakeyaml.LoaderOptions;

/// Makes parsers that keep to bounds.
///
/// A factory remembers the names that it has read, so that the next text shares them. What the API
/// server and files say is kept for long and says the same names again and again; what strangers
/// say is not, and up to 6,000 names of their choice would stay for good. So each of their texts
/// has a factory of its own.
final class Parsers {
  private static final int LONGEST_NAME = 8 * 1024;

  private static final JsonFactory SHARED =
      factory(Bounds.ANSWER).enable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .loaderOptions(loading())
          .streamReadConstraints(constraints(Bounds.FILE))
          .build();

  private Parsers() {}

  static JsonParser json(byte[] bytes, Bounds bounds) throws IOException {
    boolean kept = bounds.equals(Bounds.ANSWER) || bounds.equals(Bounds.FILE);
    return (kept ? SHARED : factory(bounds).build()).createParser(bytes);
  }

  /// Of a stranger's text, which is read as it comes.
  static JsonParser json(InputStream in, Bounds bounds) throws IOException {
    return factory(bounds).build().createParser(in);
  }

  static JsonParser yaml(String text) throws IOException {
    return YAML.createParser(text);
  }

  /// As long a YAML as a file may be, where the library's default is three MiB.
  static LoaderOptions loading() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Bounds.FILE.bytes());
    return options;
  }

  static void boundOthers() {
    StreamReadConstraints.overrideDefaultStreamReadConstraints(
        constraints(Bounds.ANSWER)
            .rebuild()
            .maxDocumentLength(Bounds.ANSWER.bytes())
            .maxTokenCount(Bounds.ANSWER.tokens())
            .build());
  }

  private static JsonFactoryBuilder factory(Bounds bounds) {
    return new JsonFactoryBuilder()
        .streamReadConstraints(constraints(bounds))
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
  }

  /// Depth and tokens are counted by [Trees], which says which bound it was.
  private static StreamReadConstraints constraints(Bounds bounds) {
    return StreamReadConstraints.builder()
        .maxNestingDepth(bounds.depth() + 1)
        .maxStringLength(bounds.text())
        .maxNameLength(LONGEST_NAME)
        .build();
  }
}
