package dev.mooring.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.problem.MooringException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardLinkTest {

  @Test
  void aLinkSaysTargetPortNamespaceContextAndLocalPort() {
    ForwardLink link =
        ForwardLink.parse(
            "mooring://forward?target=svc/api&port=http&namespace=dev&context=a%20b&local=8080");
    assertEquals(new ForwardLink("a b", new Target.Service("dev", "api", "http"), 8080), link);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (Target target :
        List.of(
            new Target.Service("dev", "api", "80"),
            new Target.Workload("StatefulSet", "", "db", "postgres"),
            new Target.Selector("dev", "app=api,tier in (web, db)", "8080"))) {
      ForwardLink link = new ForwardLink("ana@cluster:6443/x&y", target, 0);
      assertEquals(link, ForwardLink.parse(link.toString()));
    }
    assertEquals(
        "mooring://forward?target=svc/api&port=80&namespace=dev&local=8080",
        ForwardLink.of("", ForwardSpec.of("api", new Target.Service("dev", "api", "80"), 8080))
            .toString());
  }

  @Test
  void hostileLinksAreRefusedWithoutRepeatingThem() {
    String good = "mooring://forward?target=svc/api&port=80";
    for (String bad :
        List.of(
            "",
            "http://forward?target=svc/api&port=80",
            "mooring://install?target=svc/api&port=80",
            "mooring://forward",
            "mooring://forward?target=svc/api",
            "mooring://forward?target=quux/api&port=80",
            "mooring://forward?target=svc/../../x&port=80",
            "mooring://forward?target=svc/api&port=80;rm",
            good + "&port=81",
            good + "&local=99999",
            good + "&local=-1",
            good + "&namespace=a/b",
            good + "&context=%1b%5bA",
            good + "&context=%zz",
            good + "&context=" + "a".repeat(300),
            good + "&x=" + "a".repeat(5000))) {
      MooringException refused =
          assertThrows(MooringException.class, () -> ForwardLink.parse(bad), bad);
      assertEquals("This link doesn't open a forward", refused.problem().what());
    }
  }

  @Test
  void theUrlIsWhatABrowserOpens() {
    ForwardSpec spec = ForwardSpec.of("api", new Target.Service("dev", "api", "80"), 8080);
    assertEquals("http://localhost:8080", spec.url(8080));
    assertEquals(
        "https://api.test:8443",
        spec.withLocal(new Local(List.of(), 0, true, "api.test")).url(8443));
    assertEquals(
        "https://localhost:1", spec.withTarget(new Target.Service("d", "a", "443")).url(1));
    assertEquals(
        "http://127.0.0.5:8080",
        spec.withLocal(new Local(List.of(InetAddress.ofLiteral("127.0.0.5")), 8080, false, ""))
            .url(8080));
  }
}
