package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.MooringException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where istiod is looked for behind the laptops' entrances.
final class EntranceRouteTest {
  private static final ServiceAccount ANA = new ServiceAccount("dev-ana", "mooring");

  private final FakeMesh mesh = new FakeMesh();
  private final EntranceRoute route = new EntranceRoute(mesh.cluster(), mesh.tunnels());

  private List<String> places() throws InterruptedException {
    return route.places(ANA).stream().map(each -> each.words()).toList();
  }

  @Test
  void anEntranceStandsInItsUsualNamespaceUntilARegistryNamesAnother() throws Exception {
    mesh.entrancePod(1, false);
    assertEquals(List.of("entrance pod mooring-entrance-1"), places());
    route.through("doors");
    assertEquals(List.of(), places());
    mesh.entrancePodIn("doors", 1);
    assertEquals(List.of("entrance pod mooring-entrance-1"), places());
  }

  @Test
  void aRegistryThatIsAskedForNamesItsEntrance() throws Exception {
    mesh.entrancePodIn("doors", 1);
    try (RegistryForwards registries =
        new RegistryForwards(
            mesh.cluster(),
            mesh.tunnels(),
            mesh.identities(),
            LocalUsers.owner(),
            route::through)) {
      registries.to(new RegistryLocation("reg", "kube-registry", 5000, ANA, "doors"));
      assertEquals(List.of("entrance pod mooring-entrance-1"), places());
    }
  }

  @Test
  void anEntranceSaysWhoseIstiodItLeadsTo() throws Exception {
    mesh.entrancePod(1, false);
    assertEquals("istio-system", route.places(ANA).getFirst().namespace());
    mesh.controlPlane = "mesh-control";
    mesh.entrancePod(1, false);
    assertEquals("mesh-control", route.places(ANA).getFirst().namespace());
  }

  @Test
  void whatOneNamespaceRefusesKeepsNobodyFromAnother() throws Exception {
    route.through("closed");
    route.through("doors");
    mesh.denied.add("closed");
    assertThrows(MooringException.class, this::places);
    mesh.entrancePodIn("doors", 1);
    assertEquals(List.of("entrance pod mooring-entrance-1"), places());
  }
}
