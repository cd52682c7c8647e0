package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import dev.mooring.tunnel.Dialer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Sets breakpoints anew that an editor set over the Debug Adapter Protocol, in the editor's own
/// words: when it connects again, it finds them as its own, and can remove them.
///
/// @param rules the editor's substitutePath
/// @param files the breakpoints of each file, by the editor's path of it
/// @param functions the breakpoints on functions
record AdapterBreakpoints(
    Document rules, Map<String, List<Document>> files, List<Document> functions) {
  /// @return those that Delve could not set, with why
  List<String> set(Dialer dialer) throws InterruptedException {
    List<String> failed = new ArrayList<>();
    try (DapSession session = new DapSession(dialer, event -> {})) {
      session.greet(rules);
      for (Map.Entry<String, List<Document>> file : files.entrySet()) {
        Document answer =
            session.call(
                "setBreakpoints",
                Map.of("source", Map.of("path", file.getKey()), "breakpoints", file.getValue()));
        String path = file.getKey();
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        failed.addAll(unverified(answer, file.getValue(), name + ":", "line"));
      }
      if (!functions.isEmpty()) {
        Document answer = session.call("setFunctionBreakpoints", Map.of("breakpoints", functions));
        failed.addAll(unverified(answer, functions, "", "name"));
      }
      session.begin();
      session.leave();
    }
    return failed;
  }

  private static List<String> unverified(
      Document answer, List<Document> wanted, String before, String named) {
    List<Document> set = answer.at("breakpoints").items();
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      Document now = i < set.size() ? set.get(i) : Document.nothing();
      if (!now.at("verified").isTrue()) {
        failed.add(
            Messages.of(
                "place-and-why",
                Values.line(before + wanted.get(i).at(named).textOrEmpty()),
                Values.line(now.at("message").textOrEmpty())));
      }
    }
    return failed;
  }
}
