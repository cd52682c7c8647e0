package dev.mooring.registry;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;

/// What a registry holds that is no image, in the user's words.
final class Unreadable {
  private Unreadable() {}

  static MooringException problem(String what, String why, String detail) {
    return new Problem(
            Code.IMAGE_UNREADABLE,
            what,
            Refusals.brief(why),
            new Remedy.Advice("Push the image again, or delete it"),
            detail)
        .raise();
  }

  /// The JSON map that a manifest or config has to be.
  static Document map(String what, String part, byte[] bytes) {
    Document document;
    try {
      document = Documents.json(bytes, "the " + part, Bounds.CONTENT);
    } catch (MooringException e) {
      throw problem(what, "its " + part + " can't be read: " + e.problem().why(), "");
    }
    if (!document.isMap()) {
      throw problem(what, "its " + part + " is JSON, but no object", "");
    }
    return document;
  }
}
