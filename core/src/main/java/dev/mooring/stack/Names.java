package dev.mooring.stack;

import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageReference;
import java.util.regex.Pattern;

/// What may be a name, before it becomes part of an object, a path or a policy.
final class Names {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern QUANTITY = Pattern.compile("[1-9][0-9]{0,8}(Ki|Mi|Gi|Ti|k|M|G|T)");

  /// https://github.com/distribution/reference/blob/main/regexp.go, path components.
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*(/\\*)?");

  private static final int LONGEST_SUBDOMAIN = 200;
  private static final int LONGEST_REPOSITORY = 255;

  private Names() {}

  static void label(String what, String text) {
    if (text.length() > 63 || !LABEL.matcher(text).matches()) {
      throw refused(
          what, text, "it is 1 to 63 lower-case letters, digits and hyphens, none at its ends");
    }
  }

  static void subdomain(String what, String text) {
    if (text.length() > LONGEST_SUBDOMAIN || !SUBDOMAIN.matcher(text).matches()) {
      throw refused(what, text, "it is lower-case letters, digits, hyphens and dots");
    }
  }

  static void quantity(String text) {
    if (text.length() > 12 || !QUANTITY.matcher(text).matches()) {
      throw refused("storage size", text, "write a number and a unit, such as 30Gi");
    }
  }

  static void image(String text) {
    ImageReference.parse(text);
    if (text.isEmpty() || text.length() > 512 || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw refused("registry image", text, "it is no image name");
    }
  }

  /// A repository, or a prefix of repositories with a star after its last slash, or a star.
  static void repositories(String text) {
    if (!text.equals("*")
        && (text.length() > LONGEST_REPOSITORY || !REPOSITORY.matcher(text).matches())) {
      throw refused(
          "repository prefix", text, "write a repository, such as ana/app, or a prefix and a star");
    }
  }

  static MooringException refused(String what, String text, String why) {
    String brief = text.length() > 80 ? text.substring(0, 80) + "..." : text;
    return new Problem(
            "Not a valid " + what + ": " + (brief.isEmpty() ? "nothing" : brief.strip()),
            why,
            "Give another " + what)
        .raise();
  }
}
