package dev.mooring.stack;

import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// A registry outside of clusters as somebody names it, before anything is known of it.
///
/// @param address as people write it: "registry.example", "localhost:5001"
/// @param authorities a file of certificates in PEM that vouch for it; empty for the system's
public record NewRegistry(String name, String address, String authorities) {
  private static final int LONGEST = 1 << 20;

  /// It, once it has answered: what does not answer is not added. Blocking; saves nothing.
  ///
  /// @throws MooringException when name, address or file are none, or it cannot be reached
  public NamedRegistry reached(RemoteRegistries remotes) throws InterruptedException {
    if (name.equals(StackOptions.REGISTRY)) {
      throw new Problem(
              Code.INVALID_NAME,
              Messages.of("cannot-add-a-registry-called", name),
              Messages.of("the-clusters-own-has-that-name"),
              new Remedy.Advice(Messages.of("choose-another-name-for-it")))
          .raise();
    }
    NamedRegistry added = new NamedRegistry(name, RegistryAddress.parse(address, pem()));
    try (RemoteRegistries.Remote remote = remotes.open(added.place())) {
      remote.registry().ping();
    }
    return added;
  }

  private String pem() {
    if (authorities.isEmpty()) {
      return "";
    }
    try (InputStream in = Files.newInputStream(Path.of(authorities))) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII);
    } catch (InvalidPathException | IOException e) {
      throw new Problem(
              Code.FILE_NOT_READABLE,
              Messages.of("cannot-read-the-ca-file", authorities),
              Messages.of("there-is-no-readable-file"),
              new Remedy.Advice(Messages.of("give-a-pem-file")),
              e.getClass().getSimpleName())
          .raise(e);
    }
  }
}
