package dev.mooring.document;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;

/// Reads and writes [Document]s as JSON and YAML. The one place that knows Jackson.
///
/// All input is bounded in length, depth, number of values, and length of a text ([Bounds]), and is
/// read without recursion.
public final class Documents {
  private static final JsonMapper JSON = JsonMapper.builder().build();

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

  /// Parses one JSON value of strangers: within [Bounds#CONTENT].
  ///
  /// @param source what is read, for the message: "the answer of localhost:5000"
  /// @throws dev.mooring.problem.MooringException when the bytes are not JSON, or beyond the bounds
  public static Document json(byte[] bytes, String source) {
    return json(bytes, source, Bounds.CONTENT);
  }

  /// The same for text.
  public static Document json(String text, String source) {
    return json(text.getBytes(StandardCharsets.UTF_8), source);
  }

  /// Parses one JSON value within bounds.
  ///
  /// @throws dev.mooring.problem.MooringException when the bytes are not JSON, or beyond the bounds
  public static Document json(byte[] bytes, String source, Bounds bounds) {
    return read(bytes, source, bounds, Trees::value);
  }

  /// The texts, numbers, and booleans that a JSON object holds under some names. The whole of it is
  /// read and has to be within bounds; memory is taken only by these.
  ///
  /// @return nothing where it is no object
  /// @throws dev.mooring.problem.MooringException when the bytes are not JSON, or beyond the bounds
  public static Document scalars(byte[] bytes, String source, Bounds bounds, Set<String> names) {
    return read(bytes, source, bounds, (trees, first) -> trees.scalars(first, names));
  }

  /// Reads the values of a list one after the other, so that the list may be longer than what fits
  /// into memory: `{"entries": [{...}, {...}]}`.
  ///
  /// @param in how much of it there is is for whoever gives it to bound
  /// @param each bounds of one value, and of what is beside the list
  /// @param list the name of the list, in the object that is the whole text
  /// @param most values
  /// @throws IOException when it is no such JSON, or beyond the bounds
  public static void items(
      InputStream in, Bounds each, String list, int most, Consumer<? super Document> found)
      throws IOException {
    try (JsonParser parser = Parsers.json(in, each)) {
      Trees beside = new Trees(parser, each);
      if (beside.next() != JsonToken.START_OBJECT) {
        throw new IOException(Messages.of("it-is-not-valid", "JSON"));
      }
      int count = 0;
      for (JsonToken token = beside.more(); token != JsonToken.END_OBJECT; token = beside.more()) {
        boolean wanted = list.equals(parser.currentName());
        token = beside.more();
        if (!wanted || token != JsonToken.START_ARRAY) {
          beside.scalars(token, Set.of());
          continue;
        }
        for (token = parser.nextToken();
            token != null && token != JsonToken.END_ARRAY;
            token = parser.nextToken()) {
          if (++count > most) {
            throw new Trees.BeyondBounds(Messages.of("it-holds-more-than-values", most));
          }
          found.accept(Document.owned(new Trees(parser, each).value(token)));
        }
      }
    }
  }

  private interface Reading {
    @Nullable Object read(Trees trees, JsonToken first) throws IOException;
  }

  private static Document read(byte[] bytes, String source, Bounds bounds, Reading reading) {
    checkLength(bytes.length, source, bounds);
    try (JsonParser parser = Parsers.json(bytes, bounds)) {
      Trees trees = new Trees(parser, bounds);
      JsonToken first = trees.next();
      if (first == null) {
        throw unreadable(source, Messages.of("it-is-empty"), null);
      }
      Document document = Document.owned(reading.read(trees, first));
      if (trees.next() != null) {
        throw unreadable(source, notValid("JSON", parser.currentLocation()), null);
      }
      return document;
    } catch (IOException e) {
      throw unreadable(source, why("JSON", e), e);
    }
  }

  /// Parses a YAML stream of any number of documents, within [Bounds#FILE]; empty ones are left
  /// out.
  ///
  /// @throws dev.mooring.problem.MooringException when the text is not YAML, or too long
  public static List<Document> yaml(String text, String source) {
    checkLength(text.length(), source, Bounds.FILE);
    List<Document> documents = new ArrayList<>();
    try (JsonParser parser = Parsers.yaml(text)) {
      Trees trees = new Trees(parser, Bounds.FILE);
      for (JsonToken token = trees.next(); token != null; token = trees.next()) {
        Document next = Document.owned(trees.value(token));
        // Between two markers stands nothing, which the parser reads as empty text.
        if (!next.isNothing() && !next.text().equals(Optional.of(""))) {
          documents.add(next);
        }
      }
    } catch (IOException e) {
      throw unreadable(source, why("YAML", e), e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | YAMLException e) {
      // snakeyaml lets these out, for "\\u" with nothing after it.
      throw unreadable(source, Messages.of("it-is-not-valid", "YAML"), e);
    }
    return documents;
  }

  /// Bounds for libraries that read answers with parsers of their own, those that they make from
  /// now on: [Bounds#ANSWER], for one stream.
  public static void boundLibraries() {
    Parsers.boundOthers();
  }

  private static void checkLength(int length, String source, Bounds bounds) {
    if (length > bounds.bytes()) {
      throw unreadable(source, Messages.of("it-is-longer-than-mib", bounds.bytes() >> 20), null);
    }
  }

  /// What an annotated object looks like as JSON, entry order included.
  public static Document model(Object annotated) {
    try {
      return json(JSON.writeValueAsBytes(annotated), annotated.getClass().getSimpleName());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// JSON on one line, in UTF-8.
  public static byte[] jsonBytes(Document document) {
    return write(JSON, document).getBytes(StandardCharsets.UTF_8);
  }

  /// JSON on one line, names in their order.
  public static String json(Document document) {
    return write(JSON, document);
  }

  /// JSON on many lines, for people.
  public static String prettyJson(Document document) {
    return write(PRETTY, document);
  }

  /// YAML of one document; texts that could be taken for something else are quoted.
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
  private static String why(String format, IOException e) {
    return switch (e) {
      case Trees.BeyondBounds beyond -> String.valueOf(beyond.getMessage());
      case StreamConstraintsException ignored -> Messages.of("it-is-nested-too-deep-or");
      case JsonProcessingException parse when parse.getLocation() != null ->
          notValid(format, parse.getLocation());
      default -> Messages.of("it-is-not-valid", format);
    };
  }

  private static String notValid(String format, JsonLocation place) {
    return Messages.of("it-is-not-valid-at-line", format, place.getLineNr(), place.getColumnNr());
  }

  private static MooringException unreadable(String source, String why, @Nullable Exception e) {
    Problem problem =
        new Problem(
            Code.DOCUMENT_UNREADABLE,
            Messages.of("cannot-read", source),
            why,
            new Remedy.Advice(Messages.of("correct-it-or-check-what-wrote")));
    return e == null ? problem.raise() : problem.raise(e);
  }
}
