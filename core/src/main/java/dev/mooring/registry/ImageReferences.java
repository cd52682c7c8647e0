package dev.mooring.registry;

import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The grammar of image names.
///
/// https://github.com/distribution/reference/blob/main/reference.go
public final class ImageReferences {
  private static final int LONGEST_TEXT = 1024;
  private static final int LONGEST_NAME = 255;

  // Possessive quantifiers: hostile names must not make the matcher backtrack.
  private static final Pattern COMPONENT =
      Pattern.compile("[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:]++]");

  private ImageReferences() {}

  /// As [ImageReference#parse]. Takes time in proportion to the text, which may be anybody's.
  public static ImageReference parse(String text) {
    return read(text, ImageReferences::hostOf);
  }

  /// The same where all before the tag is the repository.
  static ImageReference inside(String text) {
    return read(text, name -> "");
  }

  /// @param host finds the host at the beginning of a name without tag and digest
  private static ImageReference read(String text, UnaryOperator<String> host) {
    if (text.isBlank()) {
      throw wrong(text, Messages.of("it-is-empty"));
    }
    if (text.length() > LONGEST_TEXT) {
      throw wrong(text, Messages.of("it-is-longer-than-characters", LONGEST_TEXT));
    }
    if (text.contains("://")) {
      throw wrong(text, Messages.of("it-starts-with-a-scheme-an"));
    }
    String rest = text;
    String digest = "";
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = digest(text, rest.substring(at + 1));
      rest = rest.substring(0, at);
    }
    String tag = "";
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = rest.substring(colon + 1);
      rest = rest.substring(0, colon);
      if (!isTag(tag)) {
        throw wrong(text, tagFault(tag));
      }
    }
    String first = host.apply(rest);
    String repository = first.isEmpty() ? rest : rest.substring(first.length() + 1);
    if (!first.isEmpty()) {
      checkHost(text, first);
    }
    checkRepository(text, repository);
    if (first.length() + 1 + repository.length() > LONGEST_NAME) {
      throw wrong(text, Messages.of("host-and-repository-are-longer-than", LONGEST_NAME));
    }
    return new ImageReference(first, repository, tag, digest);
  }

  private static String hostOf(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    return isHost(first) ? first : "";
  }

  /// Whether it is a tag by the distribution specification:
  /// `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`.
  public static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  /// Whether it is a name by the distribution specification, of at most 255 characters.
  ///
  /// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
  public static boolean isRepository(String text) {
    if (text.isEmpty() || text.length() > LONGEST_NAME) {
      return false;
    }
    for (String component : text.split("/", -1)) {
      if (!COMPONENT.matcher(component).matches()) {
        return false;
      }
    }
    return true;
  }

  // The rule of every engine: "localhost/x" and "a.b/x" name a host, "a/x" does not.
  private static boolean isHost(String first) {
    return first.contains(".")
        || first.contains(":")
        || first.equals("localhost")
        || first.chars().anyMatch(Character::isUpperCase);
  }

  private static String digest(String text, String digest) {
    try {
      return new Digest(digest).text();
    } catch (MooringException e) {
      throw wrong(text, "after @ " + e.problem().why());
    }
  }

  private static String tagFault(String tag) {
    if (tag.isEmpty()) {
      return Messages.of("the-tag-after-is-empty");
    }
    return tag.length() > 128
        ? Messages.of("the-tag-is-longer-than-128")
        : Messages.of("the-tag-may-only-have-letters", shown(tag));
  }

  private static void checkHost(String text, String host) {
    String name = host;
    int colon = host.lastIndexOf(':');
    if (colon >= 0 && !host.endsWith("]")) {
      name = host.substring(0, colon);
      String port = host.substring(colon + 1);
      if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
        throw wrong(text, Messages.of("is-not-a-port", shown(port)));
      }
    }
    if (IPV6.matcher(name).matches()) {
      return;
    }
    for (String label : name.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        throw wrong(text, Messages.of("is-not-a-host-name", shown(name)));
      }
    }
  }

  private static void checkRepository(String text, String repository) {
    if (repository.isEmpty()) {
      throw wrong(text, Messages.of("it-has-no-repository"));
    }
    for (String component : repository.split("/", -1)) {
      if (component.isEmpty()) {
        throw wrong(text, Messages.of("a-part-between-slashes-is-empty"));
      }
      if (!component.equals(component.toLowerCase(java.util.Locale.ROOT))) {
        throw wrong(text, Messages.of("the-repository-must-be-lower-case"));
      }
      if (!COMPONENT.matcher(component).matches()) {
        throw wrong(text, Messages.of("may-only-have-lower-case-letters", shown(component)));
      }
    }
  }

  private static MooringException wrong(String text, String why) {
    return new Problem(
            Code.INVALID_NAME,
            Messages.of("not-an-image-name", text.isBlank() ? Messages.of("empty") : shown(text)),
            why,
            new Remedy.Advice(Messages.of("example-localhost-5000-team-app-tag")))
        .raise();
  }

  // Names come from anywhere; control characters would reach a terminal.
  private static String shown(String text) {
    String visible = text.replaceAll("\\p{Cntrl}", "?");
    return Printable.cut(visible, 80);
  }
}
