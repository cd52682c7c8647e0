package dev.mooring.registry.attached;

import dev.mooring.problem.Problem;
import java.util.List;

/// What is attached to an image, or that nobody can tell. A question that failed is never an image
/// without signatures.
public sealed interface Attachments {

  /// What was found, each thing once.
  List<Attached> found();

  /// All of it; none where nothing is attached.
  record Listed(List<Attached> found) implements Attachments {
    public Listed {
      found = List.copyOf(found);
    }
  }

  /// There may be more.
  ///
  /// @param found what was seen nevertheless
  /// @param why what the first failure was
  record Unknown(List<Attached> found, Problem why) implements Attachments {
    public Unknown {
      found = List.copyOf(found);
    }
  }
}
