package dev.mooring.forward;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ServiceAccount whose identity a forward shows to a mesh.
public record AccountName(String namespace, String name) {
  private static final Pattern WORDS =
      Pattern.compile(
          "([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)/([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)");

  /// As on the command line: "shop/ana".
  ///
  /// @throws dev.mooring.problem.MooringException when the text is none
  public static AccountName parse(String text) {
    Matcher parts = WORDS.matcher(text.strip());
    if (!parts.matches()) {
      throw new Problem(
              Code.INVALID_VALUE,
              Messages.of("is-not-a-service-account", text.strip()),
              Messages.of("a-service-account-is-named"),
              new Remedy.Advice(Messages.of("example-of-a-service-account")))
          .raise();
    }
    return new AccountName(parts.group(1), parts.group(3));
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
