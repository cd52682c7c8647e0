package dev.mooring.desktop.terminal;

import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.stack.NewRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Names registries outside of clusters. Needs no cluster.
abstract class RegistriesChange implements Callable<Integer> {
  private final Opening opening;

  @Parameters(index = "0", paramLabel = "NAME")
  String name = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Format.Parser.class)
  Format format = Format.TEXT;

  RegistriesChange(Opening opening) {
    this.opening = opening;
  }

  final Opening opening() {
    return opening;
  }

  final void tell(String key, Object value, String words) {
    if (format == Format.JSON) {
      opening.output().json(Map.of(key, value));
    } else {
      opening.output().line(words);
    }
  }

  @Command(name = "add")
  static final class Add extends RegistriesChange {
    @Parameters(index = "1", paramLabel = "ADDRESS")
    String address = "";

    @Option(names = "--ca", paramLabel = "FILE")
    @Nullable Path authorities;

    Add(Opening opening) {
      super(opening);
    }

    @Override
    public Integer call() throws InterruptedException {
      NamedRegistry added =
          new NewRegistry(name, address, authorities == null ? "" : authorities.toString())
              .reached(RemoteRegistries.ofUser(opening().settings()));
      opening().change(now -> NamedRegistries.with(now, added));
      opening().names().put(List.of(name));
      tell(
          "added",
          Map.of("name", name, "address", added.place().address().toString()),
          Messages.of("added-registry", name, added.place().registry()));
      return 0;
    }
  }

  @Command(name = "remove")
  static final class Remove extends RegistriesChange {
    Remove(Opening opening) {
      super(opening);
    }

    @Override
    public Integer call() {
      boolean known =
          NamedRegistries.all(opening().settings().get()).stream()
              .anyMatch(each -> each.name().equals(name));
      if (!known) {
        throw new Problem(
                Code.REGISTRY_MISSING,
                Messages.of("cannot-remove-registry", name),
                Messages.of("no-added-registry-has-that-name"),
                new Remedy.Command(Messages.of("list-them"), "mooring registries list"))
            .raise();
      }
      opening().change(now -> NamedRegistries.without(now, name));
      opening().names().remove(name);
      tell("removed", name, Messages.of("removed-registry", name));
      return 0;
    }
  }
}
