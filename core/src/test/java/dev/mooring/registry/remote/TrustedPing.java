package dev.mooring.registry.remote;

import dev.mooring.mesh.RegistryAddress;
import dev.mooring.problem.MooringException;
import java.nio.file.Path;

/// Asks a registry over TLS, as a process whose system trusts whom its flags say.
final class TrustedPing {
  private TrustedPing() {}

  public static void main(String[] words) throws Exception {
    for (String address : words) {
      try (RemoteRegistries.Remote remote =
          new RemoteRegistries(new DockerConfig(Path.of("none")), null)
              .open(RegistryAddress.parse(address, ""))) {
        remote.registry().ping();
        System.out.println("trusted");
      } catch (MooringException e) {
        System.out.println(e.problem().why());
      }
    }
  }
}
