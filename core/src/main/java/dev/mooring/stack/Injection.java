package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Which of a mesh's injectors takes pods that ask by label.
///
/// @param revision empty for the default one, else what a pod must name in `istio.io/rev`
record Injection(String revision) {
  private static final String NAME = "sidecar-injector.istio.io";
  private static final String DEFAULT = "object." + NAME;

  /// @return nothing where no injector is registered
  static Optional<Injection> among(List<KubeObject> webhooks) {
    List<KubeObject> injectors = webhooks.stream().filter(Injection::injects).toList();
    if (injectors.stream().anyMatch(each -> names(each).anyMatch(DEFAULT::equals))) {
      return Optional.of(new Injection(""));
    }
    return injectors.stream()
        .map(each -> each.labels().getOrDefault("istio.io/tag", each.labels().get("istio.io/rev")))
        .filter(Objects::nonNull)
        .sorted()
        .findFirst()
        .map(Injection::new);
  }

  private static boolean injects(KubeObject webhook) {
    return names(webhook).anyMatch(name -> name.endsWith(NAME));
  }

  private static Stream<String> names(KubeObject webhook) {
    return webhook.at("webhooks").stream().map(each -> each.at("name").textOrEmpty());
  }
}
