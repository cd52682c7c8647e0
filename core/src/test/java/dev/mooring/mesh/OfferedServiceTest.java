package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.MeshServiceObjects;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OfferedServiceTest {
  private static final OfferedService API =
      new OfferedService("shop", "api", 80, "http", new ServiceAccount("shop", "seller"), "http");

  @Test
  void whatIsRenderedIsReadAsItWas() {
    List<KubeObject> objects = MeshServiceObjects.of(StackOptions.defaults(), API, "8080");
    assertEquals(Optional.of(API), OfferedService.read(objects.getFirst()));
    assertEquals(
        List.of("api", "api"),
        objects.stream().map(each -> each.labels().get(OfferedService.LABEL)).toList());
    assertEquals(
        List.of("mooring-entrance", "mooring-entrance"),
        objects.stream().map(KubeObject::namespace).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "80.api.shop.evil.test, seller",
    "80.api.shop.mesh.mooring.internal.evil.test, seller",
    "99999999.api.shop.mesh.mooring.internal, seller",
    "80.api.mesh.mooring.internal, seller",
    "80.api.shop.mesh.mooring.internal, ../x",
    "80.api.shop.mesh.mooring.internal, ''",
    "80.API.shop.mesh.mooring.internal, seller"
  })
  void whatMakesNoSenseIsNoService(String host, String account) {
    assertEquals(Optional.empty(), OfferedService.read(entry(host, account)));
  }

  @Test
  void anAccountIsAlwaysOfTheServicesOwnNamespace() {
    OfferedService read =
        OfferedService.read(entry("80.api.shop.mesh.mooring.internal", "thief")).orElseThrow();
    assertEquals(new ServiceAccount("shop", "thief"), read.account());
    assertTrue(read.hasPort("80"));
  }

  private static KubeObject entry(String host, String account) {
    return new KubeObject(
        Document.of(
            Map.of(
                "kind",
                "ServiceEntry",
                "metadata",
                Map.of("annotations", Map.of(OfferedService.ACCOUNT, account)),
                "spec",
                Map.of("hosts", List.of(host)))));
  }
}
