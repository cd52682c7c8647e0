package dev.mooring.stack;

import dev.mooring.message.Nearest;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What to tell somebody who means a registry that is not installed.
///
/// @param meant where it would be
/// @param installed those that are
record MissingRegistry(StackOptions meant, List<StackOptions> installed) {
  private static final int NAMED = 20;
  private static final String OPTION = "--registry";

  Problem problem() {
    List<String> names = installed.stream().map(StackOptions::registry).toList();
    return new Problem(
        Code.REGISTRY_MISSING,
        Messages.of("there-is-no-registry-called", meant.registry(), meant.namespace()),
        installed.isEmpty()
            ? Messages.of("mooring-installed-no-registry-in-this-cluster")
            : Messages.of(
                "installed-are",
                installed.stream()
                    .limit(NAMED)
                    .map(each -> Messages.of("registry-in", each.registry(), each.namespace()))
                    .collect(Collectors.joining(", "))),
        remedy(names));
  }

  private Remedy remedy(List<String> names) {
    if (names.isEmpty()) {
      return new Remedy.Command(Messages.of("install-it-first"), install());
    }
    Optional<String> likely =
        names.size() == 1 ? Optional.of(names.getFirst()) : Nearest.to(meant.registry(), names);
    return likely
        .map(name -> new Remedy.Setting(Messages.of("use-the-name", name), OPTION, name))
        .orElseGet(
            () ->
                new Remedy.Setting(
                    Messages.of(
                        "name-one-of-them",
                        names.stream().limit(NAMED).collect(Collectors.joining(", "))),
                    OPTION,
                    ""));
  }

  private String install() {
    return meant.isDefault() ? "mooring install" : "mooring install --registry " + meant.registry();
  }
}
