package dev.mooring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.mooring.document.planted.Backwards;
import dev.mooring.forward.listener.Guard;
import dev.mooring.tunnel.planted.Outer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each rule fails where its violation is planted.
final class ArchitectureRulesTest {

  @Test
  void aRoomThatUsesOneToItsLeftIsNamed() {
    Set<String> wrong = ArchitectureRules.wrongArrows(classes(Backwards.class));
    assertEquals(1, wrong.stream().filter(each -> each.contains("Context.name()")).count());
  }

  @Test
  void aRoomWithoutARuleIsSeen() {
    assertEquals(Set.of("document"), ArchitectureRules.rooms(classes(Backwards.class)));
  }

  @Test
  void aTableOfArrowsThatLeadsBackIsNamed() {
    assertEquals(
        Set.of("a", "b"),
        ArchitectureRules.circles(
            Map.of("a", Set.of("b"), "b", Set.of("a"), "c", Set.of("a"), "d", Set.of())));
  }

  @Test
  void anInnerRoomThatUsesALaterOneIsNamed() {
    Set<String> back =
        ArchitectureRules.innerArrowsBack(
            classes(Guard.class), Map.of("forward", List.of("listener", "http")));
    assertTrue(
        back.stream().anyMatch(each -> each.contains("http.GuardedRequests")), back::toString);
  }

  @Test
  void packagesThatUseOneAnotherAreACycle() {
    assertViolated(
        ArchitectureRules.noCyclesBetweenPackages(),
        new ClassFileImporter().importPackages(Outer.class.getPackageName()));
  }

  @Test
  void aLibraryOutsideItsAdapterIsSeen() throws Exception {
    JavaClasses parsing = planted("Parsing");
    assertEquals(
        1,
        ArchitectureRules.oneAdapterForEachLibrary()
            .filter(each -> each.evaluate(parsing).hasViolation())
            .count());
  }

  @Test
  void aWindowInCoreIsSeen() throws Exception {
    assertViolated(ArchitectureRules.noWindow(), planted("Drawing"));
  }

  @Test
  void printingIsSeen() throws Exception {
    assertViolated(ArchitectureRules.nothingIsPrinted(), planted("Printing"));
  }

  @Test
  void aNameThatSaysNothingIsSeen() throws Exception {
    assertViolated(ArchitectureRules.telling(), planted("StringUtil"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RawThread",
        "OwnThread",
        "Pool",
        "DefaultFactory",
        "Clockwork",
        "CommonPool",
        "Forked",
        "Parallel"
      })
  void aThreadThatNobodyChoseIsSeen(String name) throws Exception {
    assertViolated(ArchitectureRules.onlyVirtualThreads(), planted(name));
  }

  @Test
  void aPlatformThreadIsSeen() throws Exception {
    assertViolated(ArchitectureRules.noPlatformThreads(), planted("PlatformThread"));
  }

  @Test
  void aPoolOfVirtualThreadsIsAllowed() throws Exception {
    JavaClasses pool = planted("Virtual");
    assertFalse(ArchitectureRules.onlyVirtualThreads().evaluate(pool).hasViolation());
    assertFalse(ArchitectureRules.noPlatformThreads().evaluate(pool).hasViolation());
  }

  private static void assertViolated(ArchRule rule, JavaClasses classes) {
    assertTrue(rule.evaluate(classes).hasViolation(), rule::getDescription);
  }

  private static JavaClasses planted(String name) throws ClassNotFoundException {
    return classes(Class.forName("dev.mooring.job.planted.Planted$" + name));
  }

  private static JavaClasses classes(Class<?> type) {
    return new ClassFileImporter().importClasses(type);
  }
}
