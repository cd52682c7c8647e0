package dev.mooring.debug.editor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Emacs 29 or later with dape.
record Emacs() implements Editor {

  @Override
  public String id() {
    return "emacs";
  }

  @Override
  public String name() {
    return "Emacs";
  }

  /// To evaluate with `eval-buffer`, or to load.
  @Override
  public String text(Endpoint session) {
    String rules =
        session.mapping().rules().stream()
            .map(
                rule ->
                    "(list :from %s :to %s)"
                        .formatted(
                            rule.local().isEmpty()
                                ? "(expand-file-name default-directory)"
                                : quoted(rule.local()),
                            quoted(rule.built())))
            .collect(Collectors.joining(" "));
    return """
        (require 'dape)
        ;; %s
        (dape (list 'host %s 'port %d
                    :type "go" :request "attach" :mode "remote" :stopOnEntry :json-false
                    :substitutePath %s))
        """
        .formatted(
            session.title().replaceAll("[^ -~]", "?"),
            quoted(session.host()),
            session.address().getPort(),
            "(vector " + rules + ")");
  }

  @Override
  public Opening opening(Endpoint session, Path directory) {
    Path script = directory.resolve("mooring.el");
    String there =
        session.sources().map(each -> "(cd %s)\n".formatted(quoted(each.toString()))).orElse("");
    return new Opening(
        false,
        Map.of(script, there + text(session)),
        List.of(
            "emacs",
            "/usr/local/bin/emacs",
            "/opt/homebrew/bin/emacs",
            "/Applications/Emacs.app/Contents/MacOS/Emacs"),
        List.of("-l", script.toString()),
        false,
        Messages.of("it-connects-by-itself"));
  }

  /// A string of Emacs Lisp, in which only these two signs mean something.
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
