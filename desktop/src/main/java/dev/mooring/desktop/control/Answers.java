package dev.mooring.desktop.control;

import dev.mooring.document.Document;
import dev.mooring.problem.Problem;

/// Where the answer to a request goes, line by line. Fails with [java.io.UncheckedIOException] when
/// nobody listens any more.
public interface Answers {
  void entry(Document entry);

  /// Something did not happen; more may follow.
  void problem(Problem problem);
}
