package dev.mooring.stack.options;

import dev.mooring.identity.ServiceAccount;
import java.util.List;
import java.util.Optional;

/// A ServiceAccount whose pods push under its own identity.
///
/// @param repositories prefixes with a star at the end, or `*` for all: "app/*"
public record Builder(ServiceAccount account, List<String> repositories) {
  public Builder {
    repositories = List.copyOf(repositories);
  }

  /// No writer's name has a dot.
  private static final String MARK = ".builder";

  /// As a rule among writers' names it, which no writer can be called.
  public Writer atDoor() {
    return new Writer(account.name() + MARK, account.namespace(), account.name(), repositories);
  }

  /// The builder that such a rule is about; nothing for a writer.
  public static Optional<Builder> of(Writer rule) {
    return rule.name().endsWith(MARK)
        ? Optional.of(
            new Builder(new ServiceAccount(rule.namespace(), rule.account()), rule.repositories()))
        : Optional.empty();
  }

  /// As a writer, which it is to the registry.
  public Writer writer() {
    return new Writer(account.name(), account.namespace(), account.name(), repositories);
  }
}
