package dev.mooring.registry;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.Set;
import java.util.function.Function;

/// What a registry holds that is no image, in the user's words.
public final class Unreadable {
  private static final int SHOWN = 500;

  private Unreadable() {}

  /// Text of others, short and without control characters.
  public static String brief(String text) {
    return Printable.line(text, SHOWN);
  }

  /// Of the code IMAGE_UNREADABLE, by which lists mark a row and go on.
  ///
  /// @param why cut short and cleaned: it may quote the registry
  public static MooringException problem(String what, String why, String detail) {
    return new Problem(
            Code.IMAGE_UNREADABLE,
            what,
            brief(why),
            new Remedy.Advice(Messages.of("push-the-image-again-or-delete")),
            detail)
        .raise();
  }

  /// The JSON map that a manifest or config has to be.
  public static Document map(String what, String part, byte[] bytes) {
    return map(what, part, source -> Documents.json(bytes, source, Bounds.CONTENT));
  }

  /// The texts, numbers, and booleans of such a map that have one of some names.
  public static Document scalars(String what, String part, byte[] bytes, Set<String> names) {
    return map(what, part, source -> Documents.scalars(bytes, source, Bounds.CONTENT, names));
  }

  private static Document map(String what, String part, Function<String, Document> reading) {
    Document document;
    try {
      document = reading.apply(Messages.of("the", part));
    } catch (MooringException e) {
      throw problem(what, Messages.of("its-cant-be-read", part, e.problem().why()), "");
    }
    if (!document.isMap()) {
      throw problem(what, Messages.of("its-is-json-but-no-object", part), "");
    }
    return document;
  }
}
