package dev.mooring.stack.options;

import dev.mooring.identity.ServiceAccount;
import java.util.List;

/// A ServiceAccount whose pods push under its own identity.
///
/// @param repositories prefixes with a star at the end, or `*` for all: "app/*"
public record Builder(ServiceAccount account, List<String> repositories) {
  public Builder {
    repositories = List.copyOf(repositories);
  }

  /// As a writer, which it is to the registry.
  public Writer writer() {
    return new Writer(account.name(), account.namespace(), account.name(), repositories);
  }
}
