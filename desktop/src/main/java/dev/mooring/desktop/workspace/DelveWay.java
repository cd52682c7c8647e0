package dev.mooring.desktop.workspace;

import dev.mooring.debug.delve.RegistryWay;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.RegistryForwards;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.StackOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// To the cluster's default registry, or to the first other one that takes pushes, for as long as a
/// Delve is looked for there or put there.
record DelveWay(Stack stack, RegistryForwards registries, Path cache) implements RegistryWay {

  @Override
  public Optional<Opened> open() throws InterruptedException {
    List<StackOptions> installed =
        stack.installed(StackOptions.defaults()).stream()
            .filter(each -> each.additions().pullThrough().isEmpty())
            .toList();
    if (installed.isEmpty()) {
      return Optional.empty();
    }
    RegistryForward forward = registries.fresh(installed.getFirst().location());
    boolean done = false;
    try {
      int port = forward.connect(0).listening().getFirst().getPort();
      HttpRegistry registry =
          new HttpRegistry(URI.create("http://localhost:" + port), cache.resolve("registry"));
      done = true;
      return Optional.of(
          new Opened(
              registry,
              () -> {
                registry.close();
                forward.close();
              }));
    } finally {
      if (!done) {
        forward.close();
      }
    }
  }
}
