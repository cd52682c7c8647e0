package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import dev.mooring.problem.MooringException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WantedForwardsTest {

  @Test
  void eachTargetTakesThePortsThatFollowIt() {
    WantedForwards wanted =
        WantedForwards.parse(List.of("svc/a", "8080:80", ":9090", "deploy/b", "9000"));
    assertEquals(
        List.of(
            ForwardSpec.of("a-80", new Target.Service("", "a", "80"), 8080),
            ForwardSpec.of("a-9090", new Target.Service("", "a", "9090"), 0),
            ForwardSpec.of("b-9000", new Target.Workload("Deployment", "", "b", "9000"), 9000)),
        wanted.specs());
    assertEquals(List.of(), wanted.withoutPorts());
  }

  @Test
  void aBareWordIsAPodFirstAndAPortsNameAfterIt() {
    WantedForwards wanted = WantedForwards.parse(List.of("db-0", "postgres"));
    assertEquals(
        List.of(ForwardSpec.of("db-0-postgres", new Target.Pod("", "db-0", "postgres"), 0)),
        wanted.specs());
  }

  @Test
  void aLabelSelectorIsATarget() {
    WantedForwards wanted =
        WantedForwards.parse(List.of("svc/a", "80", "app=api,tier in (web)", "8080"));
    assertEquals(
        ForwardSpec.of(
            "app-api-tier-in-web-8080",
            new Target.Selector("", "app=api,tier in (web)", "8080"),
            8080),
        wanted.specs().getLast());
  }

  @Test
  void twoTargetsOfOneNameAreToldApartByTheirKind() {
    WantedForwards wanted = WantedForwards.parse(List.of("svc/a", "80", "deploy/a", ":80"));
    assertEquals(
        List.of("a-80", "deploy-a-80"), wanted.specs().stream().map(ForwardSpec::name).toList());
    assertThrows(
        MooringException.class,
        () -> WantedForwards.parse(List.of("svc/a", "1:80", "2:80", "3:80")));
  }

  @Test
  void aTargetWithoutPortsIsNoticed() {
    WantedForwards wanted = WantedForwards.parse(List.of("svc/a", "deploy/b", "80"));
    assertEquals(List.of(new Target.Service("", "a", "0")), wanted.withoutPorts());
  }
}
