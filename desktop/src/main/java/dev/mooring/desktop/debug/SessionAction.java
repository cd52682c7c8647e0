package dev.mooring.desktop.debug;

import dev.mooring.desktop.action.Action;
import org.kordamp.ikonli.feather.Feather;

/// What can be done with a debug session, by name. Window and tray say what each of them does
/// there.
public enum SessionAction {
  END("end", Messages.of("end-session"), Feather.X),
  RESUME("resume", Messages.of("resume-app"), Feather.PLAY),
  CLEAR("clear", Messages.of("clear-breakpoints"), Feather.SLASH);

  private final String id;
  private final String words;
  private final Feather icon;

  SessionAction(String id, String words, Feather icon) {
    this.id = "debug." + id;
    this.words = words;
    this.icon = icon;
  }

  public Action doing(Runnable run) {
    return Action.of(id, words, icon, run).withCommand("mooring debug");
  }
}
