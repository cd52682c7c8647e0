package dev.mooring.desktop.pod;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.forward.Target;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;

/// Where actions on a pod or workload lead: each brings its place into view. Used on the FX thread.
public interface PodNavigation {

  /// Attaches a debugger.
  void debug(Target target);

  /// What is known to stand in the way of that; empty for nothing.
  String whyNotDebug(Target target);

  /// Opens the form of a new forward.
  void forward(Target target);

  /// Starts a forward to each, without a form.
  void forward(List<Target> targets);

  /// Opens the live log.
  void showLogs(Target target);

  /// Opens a shell in a terminal of the desktop.
  void openTerminal(Target target);

  /// Goes to an image of the target's in the registry, or says why there is none.
  void showImage(Chosen chosen);

  /// The whole name of a newer image in the registry in view; empty for none.
  Fetched<String> newerThan(String image);

  /// What the registry in view has; changes as it is connected and read.
  ReadOnlyObjectProperty<KnownImages> images();
}
