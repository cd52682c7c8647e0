package dev.mooring.debug.editor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Delve's own client in a terminal.
record DlvConnect() implements Editor {

  @Override
  public String id() {
    return "dlv";
  }

  @Override
  public String name() {
    return "dlv";
  }

  @Override
  public String text(Endpoint session) {
    return "dlv connect " + session.hostAndPort();
  }

  /// The rules are Delve's the other way round: from the program's path to the user's.
  @Override
  public Opening opening(Endpoint session, Path directory) {
    Path commands = directory.resolve("mooring.dlv");
    String rules =
        session.mapping().rules().stream()
            .filter(rule -> !rule.local().isEmpty())
            .map(
                rule ->
                    "config substitute-path %s %s\n"
                        .formatted(quoted(rule.built()), quoted(rule.local())))
            .collect(Collectors.joining());
    return new Opening(
        false,
        Map.of(commands, rules),
        List.of("dlv", "~/go/bin/dlv", "/usr/local/bin/dlv", "/opt/homebrew/bin/dlv"),
        List.of("connect", session.hostAndPort(), "--init", commands.toString()),
        true,
        Messages.of("it-connects-by-itself"));
  }

  /// One word of a command line of Delve; a line's end would begin another command.
  private static String quoted(String word) {
    String line = word.replaceAll("[\\x00-\\x1f\\x7f]", "?");
    return '"' + line.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
