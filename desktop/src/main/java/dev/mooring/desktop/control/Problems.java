package dev.mooring.desktop.control;

import dev.mooring.document.Document;
import dev.mooring.problem.Problem;
import java.util.Map;

/// A problem as it crosses the socket.
final class Problems {
  private Problems() {}

  static Document write(Problem problem) {
    return Document.of(
        Map.of(
            "what", problem.what(),
            "why", problem.why(),
            "whatToDo", problem.whatToDo(),
            "detail", problem.detail()));
  }

  static Problem read(Document document) {
    return new Problem(
        document.at("what").textOrEmpty(),
        document.at("why").textOrEmpty(),
        document.at("whatToDo").textOrEmpty(),
        document.at("detail").textOrEmpty());
  }
}
