package dev.mooring.document;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Builds trees of values from a parser's tokens, without recursion and within bounds.
final class Trees {
  private final JsonParser parser;
  private final Bounds bounds;
  private int tokens;

  Trees(JsonParser parser, Bounds bounds) {
    this.parser = parser;
    this.bounds = bounds;
  }

  /// The text goes beyond a bound; the message says beyond which.
  static final class BeyondBounds extends IOException {
    private static final long serialVersionUID = 1;

    BeyondBounds(String message) {
      super(message);
    }
  }

  /// A list or map that is being filled.
  private static final class Open {
    private final @Nullable Map<String, @Nullable Object> map;
    private final List<@Nullable Object> list = new ArrayList<>(2);
    private String name = "";

    Open(boolean isMap) {
      map = isMap ? new LinkedHashMap<>(4) : null;
    }

    void add(@Nullable Object value) {
      if (map != null) {
        map.put(name, value);
      } else {
        list.add(value);
      }
    }

    Object closed() {
      if (map != null) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(map);
      }
      return list.isEmpty() ? List.of() : Collections.unmodifiableList(list);
    }
  }

  /// The next token, or null at the end.
  @Nullable JsonToken next() throws IOException {
    JsonToken token = parser.nextToken();
    if (token != null && ++tokens > bounds.tokens()) {
      throw new BeyondBounds(Messages.of("it-holds-more-than-values", bounds.tokens()));
    }
    return token;
  }

  /// The value that starts with a token.
  @Nullable Object value(JsonToken first) throws IOException {
    Deque<Open> open = new ArrayDeque<>();
    JsonToken token = first;
    while (true) {
      Object value = null;
      boolean complete = true;
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          if (open.size() >= bounds.depth()) {
            throw new BeyondBounds(Messages.of("it-is-nested-more-than-levels", bounds.depth()));
          }
          open.push(new Open(token == JsonToken.START_OBJECT));
          complete = false;
        }
        case FIELD_NAME -> {
          open.element().name = parser.currentName();
          complete = false;
        }
        case END_OBJECT, END_ARRAY -> value = open.pop().closed();
        default -> value = scalar(token);
      }
      if (complete) {
        if (open.isEmpty()) {
          return value;
        }
        open.element().add(value);
      }
      token = more();
    }
  }

  /// The scalars with these names in the object that starts with a token; what else it holds is
  /// read past, within the same bounds.
  ///
  /// @return null where it is no object
  @Nullable Object scalars(JsonToken first, Set<String> names) throws IOException {
    Map<String, @Nullable Object> found = new LinkedHashMap<>();
    boolean object = first == JsonToken.START_OBJECT;
    String name = "";
    int depth = 0;
    for (JsonToken token = first; ; token = more()) {
      if (token.isStructStart()) {
        if (++depth > bounds.depth()) {
          throw new BeyondBounds(Messages.of("it-is-nested-more-than-levels", bounds.depth()));
        }
      } else if (token.isStructEnd()) {
        depth--;
      } else if (object && depth == 1) {
        if (token == JsonToken.FIELD_NAME) {
          name = parser.currentName();
          found.remove(name);
        } else if (names.contains(name)) {
          found.put(name, scalar(token));
        }
      }
      if (depth == 0) {
        return object ? Collections.unmodifiableMap(found) : null;
      }
    }
  }

  /// The next token, which has to be there.
  JsonToken more() throws IOException {
    JsonToken token = next();
    if (token == null) {
      throw new com.fasterxml.jackson.core.io.JsonEOFException(
          parser, null, "the text ends inside a value");
    }
    return token;
  }

  private @Nullable Object scalar(JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_EMBEDDED_OBJECT -> String.valueOf(parser.getEmbeddedObject());
      default -> null;
    };
  }
}
