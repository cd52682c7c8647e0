package dev.mooring.desktop.theme;

/// Names of the style classes in mooring.css, and the grid.
public final class Tokens {
  /// Inside a group.
  public static final double GAP = 8;

  /// Between groups.
  public static final double GROUP = 16;

  /// At the edge of a page.
  public static final double EDGE = 24;

  public static final String WINDOW = "mooring-window";
  public static final String HEADER = "window-header";
  public static final String RAIL = "rail";
  public static final String RAIL_PLACE = "rail-place";
  public static final String RAIL_COUNT = "rail-count";
  public static final String DRAWER = "drawer";
  public static final String DRAWER_BAR = "drawer-bar";
  public static final String JOB = "job";
  public static final String PAGE = "page";
  public static final String PAGE_HEAD = "page-head";
  public static final String PAGE_BODY = "page-body";
  public static final String PAGE_TITLE = "page-title";
  public static final String SECTION_TITLE = "section-title";
  public static final String SECONDARY = "secondary";
  public static final String MONO = "mono";
  public static final String DOT = "dot";
  public static final String BADGE = "badge";
  public static final String CARD = "card-face";
  public static final String TOAST = "toast";
  public static final String SCRIM = "scrim";
  public static final String STALE = "stale-strip";
  public static final String SKELETON = "skeleton";
  public static final String DETAIL = "detail";
  public static final String CHECK_ROW = "check-row";
  public static final String TABS = "screen-tabs";
  public static final String COPY = "copy-text";
  public static final String CODE = "code";
  public static final String SOURCES = "sources";
  public static final String EMPTY = "empty-face";

  private Tokens() {}
}
