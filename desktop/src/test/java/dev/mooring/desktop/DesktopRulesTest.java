package dev.mooring.desktop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import javafx.application.Platform;

@AnalyzeClasses(
    packages = "dev.mooring.desktop",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class DesktopRulesTest {
  private static final String[] FEATURES = {
    "..desktop.stack..",
    "..desktop.forward..",
    "..desktop.registry..",
    "..desktop.debug..",
    "..desktop.debugger..",
    "..desktop.settings.."
  };

  @ArchTest
  static final ArchRule viewModelsKnowNoScene =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("ViewModel")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.application..");

  /// How a debugger gets to a program is the debugger's own matter.
  @ArchTest
  static final ArchRule onlyTheDebuggerKnowsItsInnerRooms =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.mooring.debug.attach..",
              "dev.mooring.debug.container..",
              "dev.mooring.debug.copy..",
              "dev.mooring.debug.forwarded..",
              "dev.mooring.debug.image..",
              "dev.mooring.debug.judge..",
              "dev.mooring.debug.program..",
              "dev.mooring.debug.relaunch..",
              "dev.mooring.debug.running..",
              "dev.mooring.debug.session..",
              "dev.mooring.debug.subject..");

  @ArchTest
  static final ArchRule onlyFxThreadRunsLater =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.mooring.desktop.fx.FxThread")
          .should()
          .callMethod(Platform.class, "runLater", Runnable.class);

  @ArchTest
  static final ArchRule featuresKnowNoWindow =
      noClasses()
          .that()
          .resideInAnyPackage(FEATURES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..desktop.shell..", "..desktop.app..", "..desktop.terminal..");

  @ArchTest
  static final ArchRule theShellKnowsNoFeature =
      noClasses()
          .that()
          .resideInAPackage("..desktop.shell..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FEATURES);

  @ArchTest
  static final ArchRule roomsHaveNoCycle =
      slices().matching("dev.mooring.desktop.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule workspacesNeedNoToolkit =
      noClasses()
          .that()
          .resideInAPackage("..desktop.workspace..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("javafx..");

  @ArchTest
  static final ArchRule viewsAreScreens =
      classes()
          .that()
          .haveSimpleNameEndingWith("View")
          .and()
          .resideInAnyPackage(FEATURES)
          .should()
          .implement("dev.mooring.desktop.fx.Screen");

  /// Tray and notifications of Linux desktops share one connection to the session bus.
  @ArchTest
  static final ArchRule onlyTheTraySpeaksOnTheSessionBus =
      noClasses()
          .that()
          .resideOutsideOfPackage("..desktop.tray.sni..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.freedesktop.dbus..");

  @ArchTest
  static final ArchRule onlyCommandsPrint =
      noClasses()
          .that()
          .resideOutsideOfPackage("..desktop.terminal..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  /// An animation that runs keeps the toolkit busy sixty times a second, however rarely it moves.
  @ArchTest
  static final ArchRule nothingTicksByAnAnimation =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.mooring.desktop.app.Tour")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("javafx.animation.Timeline");
}
