package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.SessionEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "ls")
final class SessionListCommand extends RunningQuery {
  SessionListCommand(Opening opening) {
    super(opening);
  }

  @Override
  public Integer call() throws InterruptedException {
    List<SessionEntry> sessions =
        opening().moorings().sessions().stream()
            .filter(each -> context.isEmpty() || each.context().equals(context))
            .toList();
    if (json()) {
      output().json(sessions.stream().map(SessionListCommand::json).toList());
    } else if (sessions.isEmpty()) {
      output().line(Messages.of("no-debug-session-is-running"));
    } else {
      show(
          new Table(
              List.of(
                  Table.Column.keep("POD"),
                  Table.Column.keep("CONTAINER"),
                  Table.Column.keep("ADDRESS"),
                  Table.Column.keep("STATE"),
                  Table.Column.spare("CONTEXT", 1)),
              sessions.stream()
                  .map(
                      each ->
                          List.of(
                              each.name(),
                              each.container(),
                              address(each),
                              each.words(),
                              each.context()))
                  .toList()));
    }
    return 0;
  }

  private static Map<String, Object> json(SessionEntry each) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("context", each.context());
    object.put("pod", each.name());
    object.put("container", each.container());
    object.put("address", address(each));
    object.put("protocol", each.protocol());
    object.put("state", each.state());
    return object;
  }

  private static String address(SessionEntry each) {
    return "127.0.0.1:" + each.port();
  }
}
