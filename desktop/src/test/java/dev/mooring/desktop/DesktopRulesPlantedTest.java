package dev.mooring.desktop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.mooring.desktop.shell.planted.KnowingAFeature;
import dev.mooring.desktop.workspace.planted.KnowingTheToolkit;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each rule of [DesktopRulesTest] fails where its violation is planted, and only there.
final class DesktopRulesPlantedTest {
  private static final String PLANTED = "dev.mooring.desktop.stack.planted.Planted$";
  private static final Map<String, ArchRule> RULES =
      Map.of(
          PLANTED + "SceneViewModel",
          DesktopRulesTest.viewModelsKnowNoScene,
          PLANTED + "RunningLater",
          DesktopRulesTest.onlyFxThreadRunsLater,
          PLANTED + "KnowingTheShell",
          DesktopRulesTest.featuresKnowNoWindow,
          KnowingAFeature.class.getName(),
          DesktopRulesTest.theShellKnowsNoFeature,
          KnowingTheToolkit.class.getName(),
          DesktopRulesTest.workspacesNeedNoToolkit,
          PLANTED + "TickingByAnAnimation",
          DesktopRulesTest.nothingTicksByAnAnimation,
          PLANTED + "NoScreenView",
          DesktopRulesTest.viewsAreScreens,
          PLANTED + "SpeakingOnTheBus",
          DesktopRulesTest.onlyTheTraySpeaksOnTheSessionBus,
          PLANTED + "Printing",
          DesktopRulesTest.onlyCommandsPrint,
          PLANTED + "PrintingErrors",
          DesktopRulesTest.onlyCommandsPrint);

  static Stream<Arguments> pairs() {
    return RULES.keySet().stream()
        .flatMap(name -> RULES.entrySet().stream().map(rule -> Arguments.of(name, rule.getKey())));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aRuleFailsWhereItsViolationIsPlantedAndOnlyThere(String planted, String violates)
      throws ClassNotFoundException {
    ArchRule rule = RULES.get(violates).allowEmptyShould(true);
    JavaClasses classes = new ClassFileImporter().importClasses(Class.forName(planted));
    boolean violated = rule.evaluate(classes).hasViolation();
    if (rule.getDescription().equals(RULES.get(planted).getDescription())) {
      assertTrue(violated, rule::getDescription);
    } else {
      assertFalse(violated, rule::getDescription);
    }
  }
}
