package dev.mooring.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads and writes [Document]s as JSON and YAML. The one place that knows Jackson.
///
/// Input is bounded in depth and size by Jackson's own limits and by the caller's byte array.
public final class Documents {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(200)
                          .maxStringLength(20_000_000)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectMapper PRETTY = JSON.copy().enable(SerializationFeature.INDENT_OUTPUT);

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                  .build())
          .build();

  private Documents() {}

  /// Parses one JSON value.
  ///
  /// @param source what is read, for the message: "the answer of localhost:5000"
  /// @throws dev.mooring.problem.MooringException when the bytes are not JSON
  public static Document json(byte[] bytes, String source) {
    try {
      return Document.of(JSON.readValue(bytes, Object.class));
    } catch (IOException e) {
      throw unreadable(source, "JSON", e);
    }
  }

  public static Document json(String text, String source) {
    return json(text.getBytes(StandardCharsets.UTF_8), source);
  }

  /// Parses a YAML stream of any number of documents; empty ones are left out.
  ///
  /// @throws dev.mooring.problem.MooringException when the text is not YAML
  public static List<Document> yaml(String text, String source) {
    List<Document> documents = new ArrayList<>();
    try (MappingIterator<Object> values = YAML.readerFor(Object.class).readValues(text)) {
      while (values.hasNextValue()) {
        Document next = Document.of(values.nextValue());
        // Between two markers stands nothing, which the parser reads as empty text.
        if (!next.isNothing() && !next.text().equals(Optional.of(""))) {
          documents.add(next);
        }
      }
    } catch (IOException e) {
      throw unreadable(source, "YAML", e);
    }
    return documents;
  }

  public static byte[] jsonBytes(Document document) {
    return write(JSON, document).getBytes(StandardCharsets.UTF_8);
  }

  public static String json(Document document) {
    return write(JSON, document);
  }

  public static String prettyJson(Document document) {
    return write(PRETTY, document);
  }

  public static String yaml(Document document) {
    return write(YAML, document);
  }

  private static String write(ObjectMapper mapper, Document document) {
    try {
      return mapper.writeValueAsString(document.plain());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Says where, and leaves the parser's own words to the log: they quote the text.
  private static RuntimeException unreadable(String source, String format, IOException e) {
    String place = "";
    if (e instanceof JsonProcessingException parse && parse.getLocation() != null) {
      place =
          " at line "
              + parse.getLocation().getLineNr()
              + ", column "
              + parse.getLocation().getColumnNr();
    }
    return new Problem(
            "Cannot read " + source,
            "it is not valid " + format + place,
            "Correct it, or check what wrote it")
        .raise(e);
  }
}
