package dev.mooring.debug.editor;

/// Text inside the XML files of IntelliJ-based IDEs.
public final class IdeaXml {
  private IdeaXml() {}

  /// As an attribute's value.
  public static String quoted(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
