package dev.mooring.desktop.fx;

import java.util.Locale;

/// How something is, for its colour. Words always stand beside it.
public enum Tone {
  SUCCESS,
  WARNING,
  DANGER,
  ACCENT,
  MUTED;

  /// The style class of dots and badges.
  public String style() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The style class of words.
  public String words() {
    return "words-" + style();
  }

  /// The style class of icons.
  public String icon() {
    return "icon-" + style();
  }
}
