package dev.mooring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Core keeps to the [ArchitectureRules].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitectureTest {
  private final JavaClasses core = core();

  @Test
  void everyRoomHasItsRuleAndEveryRuleItsRoom() {
    assertEquals(ArchitectureRules.ARROWS.keySet(), ArchitectureRules.rooms(core));
  }

  @Test
  void roomsUseOnlyTheRoomsToTheirRight() {
    assertEquals(Set.of(), ArchitectureRules.wrongArrows(core));
  }

  @Test
  void noArrowsLeadBack() {
    assertEquals(Set.of(), ArchitectureRules.circles(ArchitectureRules.ARROWS));
  }

  @Test
  void innerRoomsUseOnlyThoseBeforeThem() {
    assertEquals(Set.of(), ArchitectureRules.innerArrowsBack(core, ArchitectureRules.INNER));
  }

  @Test
  void packagesOfARoomUseOneAnotherOneWay() {
    ArchitectureRules.noCyclesBetweenPackages().check(core);
  }

  @Test
  void eachLibraryHasOneAdapter() {
    ArchitectureRules.oneAdapterForEachLibrary().forEach(each -> each.check(core));
  }

  @Test
  void coreKnowsNoWindow() {
    ArchitectureRules.noWindow().check(core);
  }

  @Test
  void nothingIsPrinted() {
    ArchitectureRules.nothingIsPrinted().check(core);
  }

  @Test
  void workRunsOnVirtualThreads() {
    ArchitectureRules.onlyVirtualThreads().check(core);
    ArchitectureRules.noPlatformThreads().check(core);
  }

  @Test
  void namesSayWhatAThingIs() {
    ArchitectureRules.telling().check(core);
  }

  /// Names are all that the rules look at, so the libraries' own classes need no reading.
  private static JavaClasses core() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("dev.mooring");
  }
}
