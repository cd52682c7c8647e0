package dev.mooring.desktop.terminal;

import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    private static final int LONGEST = 1 << 20;

    @Parameters(index = "1", paramLabel = "ADDRESS")
    String address = "";

    @Option(names = "--ca", paramLabel = "FILE")
    @Nullable Path authorities;

    Add(Opening opening) {
      super(opening);
    }

    @Override
    public Integer call() throws InterruptedException {
      if (name.equals(StackOptions.REGISTRY)) {
        throw new Problem(
                Code.INVALID_NAME,
                Messages.of("cannot-add-a-registry-called", name),
                Messages.of("the-clusters-own-has-that-name"),
                new Remedy.Advice(Messages.of("choose-another-name-for-it")))
            .raise();
      }
      NamedRegistry added =
          new NamedRegistry(name, RegistryAddress.parse(address, pem(authorities)));
      try (RemoteRegistries.Remote remote =
          RemoteRegistries.ofUser(opening().settings()).open(added.place())) {
        remote.registry().ping();
      }
      opening().change(now -> NamedRegistries.with(now, added));
      opening().names().put(List.of(name));
      tell(
          "added",
          Map.of("name", name, "address", added.place().address().toString()),
          Messages.of("added-registry", name, added.place().registry()));
      return 0;
    }

    private static String pem(@Nullable Path file) {
      if (file == null) {
        return "";
      }
      try (InputStream in = Files.newInputStream(file)) {
        return new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII);
      } catch (IOException e) {
        throw new Problem(
                Code.FILE_NOT_READABLE,
                Messages.of("cannot-read-the-ca-file", file),
                Messages.of("there-is-no-readable-file"),
                new Remedy.Advice(Messages.of("give-a-pem-file")),
                e.getClass().getSimpleName())
            .raise(e);
      }
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
