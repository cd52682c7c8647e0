package dev.mooring.registry;

import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.regex.Pattern;

/// A content digest as the OCI image specification writes it; SHA-256 only.
public record Digest(String text) {
  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

  public Digest {
    if (!FORM.matcher(text).matches()) {
      throw new Problem(
              Code.INVALID_NAME,
              Messages.of("not-a-digest", Printable.cut(text, 80)),
              Messages.of("a-digest-is-sha256-and-64"),
              new Remedy.Command(Messages.of("copy-it-from-the-list-of"), "mooring images"))
          .raise();
    }
  }

  /// The 64 digits alone: the name of a blob's file in a layout.
  public String hex() {
    return text.substring("sha256:".length());
  }

  /// The first 12 digits, enough for people.
  public String brief() {
    return hex().substring(0, 12);
  }

  @Override
  public String toString() {
    return text;
  }
}
