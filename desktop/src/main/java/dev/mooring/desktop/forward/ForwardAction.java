package dev.mooring.desktop.forward;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import org.kordamp.ikonli.feather.Feather;

/// What can be done with forwards, by name. Window and tray say what each of them does there.
public enum ForwardAction {
  NEW("new", Messages.of("new-forward"), Feather.PLUS, "", "mooring forward"),
  START("start", Messages.of("start"), Feather.PLAY, "Space", "mooring forward start"),
  STOP("stop", Messages.of("stop"), Feather.SQUARE, "Space", "mooring forward stop"),
  RESTART(
      "restart",
      Messages.of("restart"),
      Feather.ROTATE_CW,
      "Shortcut+R",
      "mooring forward restart"),
  DETAILS("details", Messages.of("show-details"), Feather.SIDEBAR, "Enter", "mooring forward logs"),
  EDIT("edit", Messages.of("edit"), Feather.EDIT_2, "Shortcut+E", "mooring forward"),
  COPY_ADDRESS(
      "copy", Messages.of("copy-address"), Feather.COPY, "Shortcut+C", "mooring forward ls"),
  COPY_URL("copy-url", Messages.of("copy-url"), Feather.COPY, "", "mooring forward ls"),
  OPEN(
      "open",
      Messages.of("open-in-browser"),
      Feather.EXTERNAL_LINK,
      "Shortcut+O",
      "mooring forward ls"),
  COPY_CERTIFICATE(
      "copy-certificate", Messages.of("copy-certificate"), Feather.AWARD, "", "mooring forward"),
  COPY_LINK("copy-link", Messages.of("copy-link"), Feather.LINK, "", "mooring forward ls"),
  RECORD("record", Messages.of("record-requests"), Feather.DISC, "", "mooring forward requests"),
  STOP_RECORDING(
      "stop-recording", Messages.of("stop-recording"), Feather.DISC, "", "mooring forward"),
  REMOVE("remove", Messages.of("remove"), Feather.TRASH, "Delete", "mooring forward rm"),
  START_ALL("start-all", Messages.of("start-all"), Feather.PLAY, "", "mooring forward start"),
  STOP_ALL("stop-all", Messages.of("stop-all"), Feather.SQUARE, "", "mooring forward stop"),
  RESTART_ALL(
      "restart-all", Messages.of("restart-all"), Feather.ROTATE_CW, "", "mooring forward restart"),
  IMPORT("import", Messages.of("import"), Feather.UPLOAD, "", "mooring forward import"),
  EXPORT("export", Messages.of("export"), Feather.DOWNLOAD, "", "mooring forward export");

  private final String id;
  private final String words;
  private final Feather icon;
  private final String key;
  private final String command;

  /// @param key where the list has the focus; empty for none
  ForwardAction(String id, String words, Feather icon, String key, String command) {
    this.id = "forward." + id;
    this.words = words;
    this.icon = icon;
    this.key = key;
    this.command = command;
  }

  public String words() {
    return words;
  }

  public Action doing(Runnable run) {
    return Action.of(id, words, icon, run)
        .withKey(key.isEmpty() ? Reach.PLACE : Reach.ROW, key)
        .withCommand(command);
  }
}
