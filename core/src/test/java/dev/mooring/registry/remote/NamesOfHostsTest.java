package dev.mooring.registry.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.TinyRegistry;
import org.junit.jupiter.api.Test;

final class NamesOfHostsTest {
  @Test
  void whatCannotBeReadElsewhereIsNamedWithItsHost() throws Exception {
    try (TinyRegistry server = new TinyRegistry()) {
      String host = server.uri().getRawAuthority();
      server.twists.add(
          exchange -> {
            TinyRegistry.error(exchange, 500, "UNKNOWN");
            return true;
          });
      RemoteRegistries remotes = new RemoteRegistries(DockerConfig.ofUser(), null);
      try (RemoteRegistries.Remote remote = remotes.open(RemoteImage.parse(host + "/team/app:1"))) {
        MooringException failed =
            assertThrows(MooringException.class, () -> remote.registry().digest("team/app", "1"));
        assertEquals("Can't read " + host + "/team/app:1", failed.problem().what());
      }
    }
  }
}
