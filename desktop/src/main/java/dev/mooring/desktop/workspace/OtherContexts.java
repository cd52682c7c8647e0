package dev.mooring.desktop.workspace;

import dev.mooring.cluster.Context;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.running.ContextForwards;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.mesh.RegistryPlace;
import dev.mooring.problem.MooringException;
import dev.mooring.settings.SettingsFile;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings back what ran in contexts that the window does not show at first; it cares for its own.
public final class OtherContexts {
  private static final Logger LOG = LoggerFactory.getLogger(OtherContexts.class);

  private OtherContexts() {}

  public static void restore(Workspaces workspaces, SettingsFile settings) {
    Set<String> contexts = new LinkedHashSet<>();
    for (SavedForward each : ContextForwards.saved(settings.settings().get())) {
      if (each.running()) {
        contexts.add(each.context());
      }
    }
    contexts.addAll(KeptRegistries.contexts(settings.settings().get()));
    try {
      contexts.remove(shown(workspaces, settings));
    } catch (MooringException e) {
      LOG.warn("Nothing is brought back: {}", e.getMessage());
      return;
    }
    for (String each : contexts) {
      try {
        restore(workspaces.open(each), settings);
      } catch (MooringException e) {
        // The others are not to wait for one that is gone.
        LOG.warn("What ran in {} is not back: {}", each, e.getMessage());
      }
    }
  }

  private static void restore(Workspace workspace, SettingsFile settings) {
    ContextForwards kept =
        new ContextForwards(workspace.context().name(), workspace.forwards(), settings);
    for (ForwardSpec each : kept.interrupted()) {
      workspace
          .jobs()
          .start(Messages.of("restoring-forward", each.name()), progress -> kept.start(each));
    }
    KeptRegistries registries =
        new KeptRegistries(workspace.context().name(), workspace.mesh(), settings);
    for (RegistryPlace each : registries.interrupted()) {
      workspace
          .jobs()
          .start(
              Messages.of("reconnecting-to", each.words()), progress -> registries.restore(each));
    }
  }

  /// As the window chooses it.
  private static String shown(Workspaces workspaces, SettingsFile settings) {
    String last = settings.settings().get().context();
    return workspaces.contexts().stream()
        .filter(each -> each.name().equals(last))
        .findFirst()
        .or(() -> workspaces.contexts().stream().filter(Context::current).findFirst())
        .map(Context::name)
        .orElse("");
  }
}
