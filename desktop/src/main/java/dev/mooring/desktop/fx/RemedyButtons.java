package dev.mooring.desktop.fx;

import dev.mooring.problem.Remedy;
import java.util.List;
import javafx.scene.control.Button;

/// A remedy as buttons, given what the window around it can do. The one place that decides.
///
/// Waiting and advice have none: a pane whose question can be asked again has its own Retry.
public final class RemedyButtons {
  private RemedyButtons() {}

  public static List<Button> of(Remedy remedy, Surface surface) {
    return switch (remedy) {
      case Remedy.Advice ignored -> List.of();
      case Remedy.Wait ignored -> List.of();
      case Remedy.Command command ->
          List.of(
              surface
                  .way(command.command())
                  .map(way -> Controls.button(way.label(), way.run()))
                  .orElseGet(
                      () ->
                          Controls.button(
                              Messages.of("copy-command"),
                              () -> surface.copy(command.command(), Messages.of("the-command")))));
      case Remedy.Setting setting ->
          setting.key().startsWith("--")
              ? surface
                  .way(setting.key())
                  .map(way -> List.of(Controls.button(way.label(), way.run())))
                  .orElseGet(List::of)
              : List.of(
                  Controls.button(
                      Messages.of("open-settings"), () -> surface.openSettings(setting.key())));
      case Remedy.Grant grant ->
          List.of(
              Controls.button(
                  Messages.of("copy-the-role"),
                  () -> surface.copy(grant.role(), Messages.of("the-role"))));
    };
  }
}
