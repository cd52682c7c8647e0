package dev.mooring.registry.distribution;

import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.Connection;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a list goes on: a page may be short, so only its `Link` says whether more follows.
///
/// https://www.rfc-editor.org/rfc/rfc8288
final class NextPage {
  private static final Pattern NEXT =
      Pattern.compile("<([^>]{1,2000})>\\s*;[^,]{0,200}?rel=\"?next\"?");

  private NextPage() {}

  /// @throws dev.mooring.problem.MooringException when it leads to another host
  static Optional<URI> of(Connection connection, URI page, Answer answer) {
    return answer
        .header("Link")
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .map(matcher -> connection.resolve(page, matcher.group(1)));
  }
}
